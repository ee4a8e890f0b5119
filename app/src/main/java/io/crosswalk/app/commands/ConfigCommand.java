package io.crosswalk.app.commands;

import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.configuration.ExampleText;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** {@code crosswalk config}: what one needs to write and check a configuration. Connects to nothing. */
@Command(
        name = "config",
        description = "Helps to write and to check a configuration. Connects to nothing.",
        footer = {
            "",
            "Examples:",
            "  crosswalk config example > crosswalk.yaml",
            "  export CROSSWALK_NAMESPACE=\"$(crosswalk config namespace)\"",
            "  crosswalk config check -c crosswalk.yaml"
        })
public final class ConfigCommand implements Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<String, String> environment;

    public ConfigCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "config needs one of example, check, namespace, keyset");
    }

    @Command(description = "Prints a commented configuration to start from.")
    void example() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ExampleText.read());
        out.flush();
    }

    @Command(description = "Reads a configuration and its mapping and reports every problem at once.")
    void check(@Mixin ConfigurationOption file) {
        Configuration configuration = file.read(environment);
        spec.commandLine()
                .getOut()
                .println(configuration.name() + ": " + configuration.source() + " -> " + configuration.target() + ", "
                        + configuration.mapping().mapping().tables().size() + " tables in "
                        + configuration.mapping().origin() + ": no problems found");
    }

    @Command(description = "Prints a fresh namespace for ids that cannot be computed. It is a secret: keep it.")
    void namespace() {
        spec.commandLine().getOut().println(UUID.randomUUID());
    }

    @Command(description = "Prints a fresh Tink keyset that seals secrets in the target. It is a secret: keep it.")
    void keyset(
            @Option(
                            names = "--rotate",
                            paramLabel = "FILE",
                            description = "A keyset whose keys are kept for opening; a new one seals from now on.")
                    @Nullable
                    Path rotate) {
        spec.commandLine().getOut().println(rotate == null ? TinkSealer.newKeyset() : rotated(rotate));
    }

    private String rotated(Path file) {
        try {
            return TinkSealer.rotated(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--rotate " + file + ": the file is missing, unreadable or no Tink keyset");
        }
    }
}
