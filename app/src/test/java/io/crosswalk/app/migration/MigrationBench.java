package io.crosswalk.app.migration;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.secrets.TinkSealer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** A migration in the test's own process, between two real databases. */
final class MigrationBench implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String KEYSET = TinkSealer.newKeyset();
    private static final UUID NAMESPACE = UUID.fromString("2b0e9a1c-6f0d-4d0e-9a55-0c2f6a7d1e11");

    private final MigrationSettings settings;
    private final StatusBoard board;
    private final Migration migration;
    private final FutureTask<Void> running;

    MigrationBench(Database legacy, Database target, String mapping) {
        this(settings(legacy, target, mapping, 500));
    }

    /** The migration that a configuration asks for. */
    MigrationBench(MigrationSettings settings) {
        this.settings = settings;
        this.board = new StatusBoard(settings.name(), Clock.systemUTC());
        this.migration = new Migration(settings, board, sink -> sink);
        this.running = new FutureTask<>(() -> {
            migration.run();
            return null;
        });
        new Thread(running, "migration").start();
    }

    /** A migration called bench whose batches and patience are those of a test. */
    static MigrationSettings settings(Database legacy, Database target, String mapping, int chunkRows) {
        return new MigrationSettings(
                "bench",
                address(legacy),
                address(target),
                MappingReader.read(mapping, "mapping.yaml"),
                Integer.toHexString(mapping.hashCode()),
                NAMESPACE,
                Optional.of(new TinkSealer(KEYSET)),
                2,
                chunkRows,
                5_000,
                8L << 20,
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }

    static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    /** Waits until changes are followed. */
    MigrationBench streaming() throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (board.phase() != RunPhase.STREAMING) {
            if (running.isDone()) {
                running.get();
            }
            assertThat(System.nanoTime())
                    .as("deadline, in phase %s", board.phase())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return this;
    }

    StatusBoard board() {
        return board;
    }

    /** Waits until the migration has ended by itself; what it ended with. */
    Throwable failure() throws Exception {
        try {
            running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the migration ended without a failure");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Waits until a condition on what the migration says of itself holds. */
    MigrationBench until(String what, Predicate<Status> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(board.status())) {
            if (running.isDone()) {
                running.get();
            }
            assertThat(System.nanoTime())
                    .as("deadline for: %s, at %s", what, board.status())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return this;
    }

    /** Waits until all that is committed now is in the target. */
    MigrationBench drained() throws SQLException, InterruptedException, ExecutionException {
        boolean drained = migration.drain(PATIENCE);
        if (!drained && running.isDone()) {
            running.get();
        }
        assertThat(drained)
                .as("drained; last error: %s", board.status().lastError())
                .isTrue();
        return this;
    }

    /** Commits changes on the source; when they are in the target, both sides are equal. */
    MigrationBench arrives(String changes) throws Exception {
        try (Connection connection = settings.source().connect("test");
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = public");
            statement.execute(changes);
        }
        drained();
        assertThat(compare().problems()).as(changes).isEmpty();
        return this;
    }

    /** Lets an application commit at least so many transactions while changes are followed; in the end all are in the target. */
    MigrationBench follows(LegacyApplication application, int transactions) throws Exception {
        application.start();
        streaming();
        long enough = application.committed() + transactions;
        until(transactions + " transactions", status -> application.committed() >= enough);
        assertThat(application.stop().failed()).isZero();
        return drained();
    }

    ComparisonReport compare() throws SQLException {
        return Preparation.comparison(settings).run(table -> {});
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, values joined by a bar, in UTC. */
    static List<String> rows(Database database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        values.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", values));
                }
            }
        }
        return rows;
    }

    @Override
    public void close() throws InterruptedException {
        migration.stop();
    }
}
