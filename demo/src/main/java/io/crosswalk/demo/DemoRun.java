package io.crosswalk.demo;

import io.crosswalk.app.MigrationRun;
import io.crosswalk.app.configuration.HttpSettings;
import io.crosswalk.app.http.HttpEndpoint;
import io.crosswalk.app.http.HttpEndpoint.Sources;
import io.crosswalk.app.metrics.MeteredSink;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.migration.Migration;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.TableProgress;
import io.crosswalk.app.terminal.ProgressReporter;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One demo from empty servers to the comparison. {@link #call} runs on the calling thread; {@link #stop} may come from another. */
final class DemoRun implements MigrationRun {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DRAIN_PATIENCE = Duration.ofMinutes(5);
    private static final int SESSIONS = 4;
    private static final String NAME = "demo";

    private final DemoOptions options;
    private final PrintStream out;
    private final LatencyRecord latencies = new LatencyRecord();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread caller;

    DemoRun(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** The summary, or empty when the demo was stopped before its end. */
    Optional<DemoSummary> call() throws IOException, SQLException, InterruptedException {
        synchronized (this) {
            caller = Thread.currentThread();
        }
        long begun = System.nanoTime();
        StatusBoard board = new StatusBoard(NAME, Clock.systemUTC());
        // First of all the port: one that is taken must not cost the user the filling.
        try (Meters meters = new Meters(board);
                HttpEndpoint http = new HttpEndpoint(
                        new HttpSettings(options.port(), HttpSettings.DEFAULTS.bind()),
                        Duration.ofSeconds(30),
                        new Sources(board::status, board::measuredAt, meters))) {
            say("metrics, health and status on http://127.0.0.1:" + http.port() + "/");
            say("starting two PostgreSQL servers ...");
            try (DemoServers servers = DemoServers.start(options.keep())) {
                fill(servers);
                return Optional.of(migrate(servers, board, meters, begun));
            } finally {
                say("servers stopped");
            }
        } catch (InterruptedException e) {
            if (stopped.getCount() > 0) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void fill(DemoServers servers) throws SQLException {
        say(String.format(Locale.ROOT, "filling the legacy database with about %,d metric values ...", options.rows()));
        try (Connection legacy = servers.legacy().connect()) {
            new LegacyPopulation(options.seed(), options.rows()).fill(legacy, (table, done, of) -> {});
        }
    }

    private DemoSummary migrate(DemoServers servers, StatusBoard board, Meters meters, long begun)
            throws SQLException, InterruptedException {
        MigrationSettings settings = settings(servers);
        try (LegacyApplication application =
                new LegacyApplication(servers.legacy(), options.seed(), options.rate(), SESSIONS)) {
            Migration migration = new Migration(
                    settings, board, sink -> latencies.around(new MeteredSink(sink, board, meters, Clock.systemUTC())));
            say("legacy " + settings.source());
            say("target " + settings.target());
            say(String.format(Locale.ROOT, "the application writes %.0f transactions/s", options.rate()));
            application.start();
            FutureTask<Void> running = start(migration);
            Followed followed;
            try (ProgressReporter progress = ProgressReporter.onStandardError(board::status)) {
                followed = follow(board, application, migration, running);
            } finally {
                migration.stop();
            }
            return summary(settings, followed, begun);
        }
    }

    /** What happened until the stream was stopped. */
    private record Followed(Status status, LegacyApplication.Counts application, double backfillSeconds) {}

    private static FutureTask<Void> start(Migration migration) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            migration.run();
            return null;
        });
        new Thread(task, "migration").start();
        return task;
    }

    /** Follows the migration; with --auto until the application was stopped and everything has arrived. */
    private Followed follow(
            StatusBoard board, LegacyApplication application, Migration migration, FutureTask<Void> running)
            throws SQLException, InterruptedException {
        long copying = System.nanoTime();
        while (board.phase() == RunPhase.STARTING || board.phase() == RunPhase.BACKFILL) {
            rest(running);
        }
        double backfillSeconds = (System.nanoTime() - copying) / 1e9;
        while (!isCaughtUp(board.status())) {
            rest(running);
        }
        latencies.begin();
        long end = System.nanoTime() + options.writing().toNanos();
        while (!options.auto() || System.nanoTime() < end) {
            rest(running);
        }
        LegacyApplication.Counts written = application.stop();
        if (!migration.drain(DRAIN_PATIENCE)) {
            throw new IllegalStateException("the stream did not drain within " + DRAIN_PATIENCE.toMinutes()
                    + " minutes: " + board.status().lastError());
        }
        return new Followed(board.status(), written, backfillSeconds);
    }

    private DemoSummary summary(MigrationSettings settings, Followed followed, long begun) throws SQLException {
        say("comparing every value of every legacy table ...");
        ComparisonReport report = Preparation.comparison(settings).run(table -> say("  " + table.name()));
        return new DemoSummary(
                report,
                followed.application(),
                followed.status().transactions(),
                followed.status().tables().stream()
                        .mapToLong(TableProgress::done)
                        .sum(),
                followed.backfillSeconds(),
                latencies.quantile(0.5),
                latencies.quantile(0.99),
                (System.nanoTime() - begun) / 1e9);
    }

    private static boolean isCaughtUp(Status status) {
        return status.phase() == RunPhase.STREAMING
                && status.consistent()
                && status.lag().toMillis() < 1_000;
    }

    /** Waits a moment; a migration that has ended meanwhile must not be waited for any longer. */
    private void rest(FutureTask<Void> running) throws InterruptedException {
        if (running.isDone()) {
            try {
                running.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException runtime) {
                    throw runtime;
                }
                throw new IllegalStateException(e.getCause());
            }
            throw new InterruptedException("the migration has ended");
        }
        if (stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the demo was stopped");
        }
    }

    private static MigrationSettings settings(DemoServers servers) {
        String text = BundledMapping.text("kamdental").orElseThrow();
        return new MigrationSettings(
                NAME,
                DemoServers.address(servers.legacy()),
                DemoServers.address(servers.target()),
                MappingReader.read(text, "kamdental.yaml"),
                "demo",
                UUID.randomUUID(),
                Optional.of(new TinkSealer(TinkSealer.newKeyset())),
                2,
                20_000,
                10_000,
                16L << 20,
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                Duration.ofSeconds(2));
    }

    private void say(String message) {
        message.lines().forEach(line -> out.println("demo: " + line));
    }

    @Override
    public void run() throws InterruptedException {
        throw new UnsupportedOperationException("a demo is called");
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread waiting;
        synchronized (this) {
            waiting = caller;
        }
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
