package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.MigrationFactory;
import io.crosswalk.app.MigrationRun;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.commands.options.ConfigurationOption;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.http.HttpEndpoint;
import io.crosswalk.app.http.HttpEndpoint.Sources;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.terminal.ProgressReporter;
import io.crosswalk.app.terminal.StopOnSignal;
import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** {@code crosswalk run}: backfills, then streams, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Copies what is there, then keeps the target up to date until it is stopped.",
            "Stopping it at any moment is safe: the next run goes on where the ledger in the target says."
        },
        footer = {"", "Example:", "  crosswalk run -c crosswalk.yaml"})
public final class RunCommand implements Subcommand {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final ConfigurationOption file = new ConfigurationOption();

    private final Map<String, String> environment;
    private final MigrationFactory migrations;

    public RunCommand(Map<String, String> environment, MigrationFactory migrations) {
        this.environment = Map.copyOf(environment);
        this.migrations = migrations;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = file.read(environment);
        StatusBoard board = new StatusBoard(configuration.name(), Clock.systemUTC());
        try (Meters meters = new Meters(board);
                HttpEndpoint http = new HttpEndpoint(
                        configuration.http(),
                        configuration.readiness().maxLag(),
                        new Sources(board::status, board::measuredAt, meters))) {
            LOG.info(
                    "{}: from {} to {}; metrics, health and status on http://{}:{}/",
                    configuration.name(),
                    configuration.source(),
                    configuration.target(),
                    configuration.http().bind(),
                    http.port());
            MigrationRun run = migrations.create(configuration, board, meters);
            try (StopOnSignal signal = new StopOnSignal(run);
                    ProgressReporter progress = ProgressReporter.onStandardError(board::status)) {
                run.run();
                LOG.info("stopped; {}", left(board.status().position()));
            }
        }
        return ExitCode.OK;
    }

    private static String left(@Nullable Position position) {
        return position == null
                ? "the next start goes on with what is left to copy"
                : "the target has everything up to " + position + ", and the next start goes on there";
    }
}
