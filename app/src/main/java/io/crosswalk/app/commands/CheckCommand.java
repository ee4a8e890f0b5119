package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.reports.CheckJson;
import io.crosswalk.app.reports.CheckText;
import io.crosswalk.operations.check.CheckSettings;
import io.crosswalk.operations.check.preflight.CheckReport;
import io.crosswalk.operations.check.preflight.Inspections;
import io.crosswalk.operations.check.preflight.Preflight;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/** {@code crosswalk check}: the pre-flight. */
@Command(
        name = "check",
        description = {
            "Looks at both databases with the eyes of a migration, and names what would stop it, with the command that mends it.",
            "It changes nothing: its sessions are read-only, and wait for no lock longer than 2 seconds."
        },
        footer = {"", "Examples:", "  crosswalk check -c crosswalk.yaml", "  crosswalk check -c crosswalk.yaml --json"})
public final class CheckCommand implements Subcommand {

    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(5);
    private static final int LONGEST_TIMEOUT = 86_400;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    @Option(names = "--json", description = "Print JSON: name, blocks, counts, looked_at, findings.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "How long one query may take, 1 to 86400 (default: ${DEFAULT-VALUE}). What takes longer is reported as not measured.")
    private int timeout = 10;

    @Option(
            names = "--sample",
            paramLabel = "ROWS",
            defaultValue = "500",
            description =
                    "How many rows of each legacy table are mapped and tried, 0 to 100000 (default: ${DEFAULT-VALUE}).")
    private int sample = 500;

    private final Map<String, String> environment;

    public CheckCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() {
        if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
            throw new ParameterException(spec.commandLine(), "--timeout is 1 to 86400 seconds");
        }
        if (sample < 0 || sample > 100_000) {
            throw new ParameterException(spec.commandLine(), "--sample is 0 to 100000 rows");
        }
        CheckReport report = new Preflight(settings(file.read(environment)), Inspections.all()).run();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? CheckJson.of(report) + System.lineSeparator() : CheckText.of(report));
        out.flush();
        return report.blocks() ? ExitCode.BLOCKED : ExitCode.OK;
    }

    private CheckSettings settings(Configuration configuration) {
        return new CheckSettings(
                configuration.name(),
                configuration.source(),
                configuration.target(),
                configuration.mapping().mapping(),
                configuration.mapping().digest(),
                configuration.keys().namespace(),
                Duration.ofSeconds(timeout),
                LONG_TRANSACTION,
                sample);
    }
}
