package io.crosswalk.app.commands;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.Main;
import io.crosswalk.app.MigrationRun;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.testbed.server.Database;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line in the test's own process, and the migration that {@code crosswalk run} runs in it. */
final class CommandBench {

    private final Path configuration;
    private final Map<String, String> environment;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<StatusBoard> board = new AtomicReference<>();
    private final AtomicReference<MigrationRun> migration = new AtomicReference<>();

    /** @param configuration the file that {@code -c} names */
    CommandBench(Path configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = Map.copyOf(environment);
    }

    /** Everything that was printed to stdout so far. */
    String out() {
        return out.toString();
    }

    /** Everything that was printed to stderr so far. */
    String err() {
        return err.toString();
    }

    /** Runs a command with the configuration; its exit code. */
    int execute(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-c", configuration.toString()));
        return executeAlone(arguments.toArray(String[]::new));
    }

    /** Runs a command as it is written; its exit code. */
    int executeAlone(String... command) {
        return Main.commandLine(environment, (read, status, meters) -> {
                    MigrationRun created = new ConfiguredMigration(read, status, meters);
                    migration.set(created);
                    board.set(status);
                    return created;
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command);
    }

    /** Starts {@code crosswalk run} beside the test; gives its exit code in the end. */
    FutureTask<Integer> run() {
        FutureTask<Integer> running = new FutureTask<>(() -> execute("run"));
        new Thread(running, "migration").start();
        return running;
    }

    void stop() throws InterruptedException {
        Objects.requireNonNull(migration.get(), "no migration runs").stop();
    }

    /** Waits until a condition on what the migration says of itself holds. */
    void until(Predicate<StatusBoard> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (board.get() == null || !condition.test(board.get())) {
            assertThat(System.nanoTime()).as("deadline; %s", err).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    static void on(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
