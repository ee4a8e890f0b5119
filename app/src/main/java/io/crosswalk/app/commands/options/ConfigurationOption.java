package io.crosswalk.app.commands.options;

import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.transformer.yaml.Problem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

import java.nio.file.Path;
import java.util.Map;

/** The option {@code -c} of every command that needs a configuration. */
public final class ConfigurationOption {

    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration; crosswalk config example prints one.")
    private Path file = Path.of("crosswalk.yaml");

    /** The configuration; what is unwise about it goes to stderr. */
    public Configuration read(Map<String, String> environment) {
        Configuration configuration = Configuration.read(file, environment);
        for (Problem warning : configuration.warnings()) {
            command.commandLine().getErr().println("warning: " + warning);
        }
        return configuration;
    }
}
