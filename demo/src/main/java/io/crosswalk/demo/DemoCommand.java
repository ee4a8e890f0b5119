package io.crosswalk.demo;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Subcommand;
import io.crosswalk.app.terminal.StopOnSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** {@code crosswalk demo}: the main job on two embedded PostgreSQL servers. */
@Command(
        name = "demo",
        description = {
            "Shows the main job on two embedded PostgreSQL 17 servers: the Kamdental legacy database is copied to a new schema and kept",
            "up to date while an application goes on writing to it. Leaves nothing behind."
        },
        footer = {
            "",
            "Examples:",
            "  crosswalk demo",
            "  crosswalk demo --auto --rows 200000 --rate 300 --seconds 30 --json"
        })
public final class DemoCommand implements Subcommand {

    @Option(
            names = "--rows",
            defaultValue = "100000",
            description = "About how many metric values to migrate (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--rate",
            defaultValue = "200",
            description = "Transactions per second that the application writes (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description =
                    "With --auto: how long the application writes once the stream has caught up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--port",
            defaultValue = "8085",
            description = "HTTP port of metrics, health and status; 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--auto",
            description =
                    "End by itself: stop the application, wait until everything has arrived, compare every value; exit 1 when something differs.")
    private boolean auto;

    @Option(names = "--keep", description = "Keep the servers' data in this folder.")
    private @Nullable Path keep;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Where all chance comes from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "With --auto: the last line of stdout is the summary as one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For the service loader. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        check(rows >= 100 && rows <= 1_000_000_000, "--rows is between 100 and 1000000000");
        check(rate > 0 && rate <= 100_000, "--rate is above 0 and at most 100000");
        check(seconds >= 0 && seconds <= 86_400, "--seconds is between 0 and 86400");
        check(port >= 0 && port <= 65_535, "--port is between 0 and 65535");
        check(!json || auto, "--json needs --auto: without it there is no summary");
        DemoRun demo = new DemoRun(
                new DemoOptions(rows, rate, Duration.ofSeconds(seconds), port, auto, keep, seed), System.err);
        try (StopOnSignal signal = new StopOnSignal(demo)) {
            Optional<DemoSummary> summary = demo.call();
            if (summary.isEmpty()) {
                return auto ? ExitCode.INTERRUPTED : ExitCode.OK;
            }
            System.out.println(json ? summary.get().json() : summary.get().text());
            return summary.get().ok() ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
