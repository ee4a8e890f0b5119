package io.crosswalk.app.commands;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.MigrationRun;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code crosswalk quarantine} on real databases, with a migration that runs and with none. */
@Databases
class QuarantineCommandIT {

    @TempDir
    Path folder;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<StatusBoard> board = new AtomicReference<>();
    private final AtomicReference<MigrationRun> run = new AtomicReference<>();

    @BeforeEach
    void prepare() throws IOException, SQLException {
        on(legacy, """
                CREATE TABLE "Note" (id text PRIMARY KEY, body text);
                INSERT INTO "Note" VALUES ('n1', 'short'), ('n2', 'hunter2 hunter2')""");
        on(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body varchar(10))");
        Files.writeString(folder.resolve("mapping.yaml"), """
                mapping: 1
                tables:
                  Note: { targets: [ { table: notes, columns: { id: { id: id }, body: body } } ] }
                """);
        Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "%s", password_env: LEGACY_PASSWORD }
                target: { url: "%s", password_env: TARGET_PASSWORD }
                mapping: mapping.yaml
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                http: { port: 0 }
                """.formatted(legacy.libpqUrl(), target.libpqUrl()));
    }

    @Test
    void withoutALedgerEveryCommandRefuses() {
        assertThat(execute("list")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("retry")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("waive", "--table", "t", "--key", "k", "--by", "ana", "--reason", "r"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("the target has no ledger for small");
    }

    @Test
    void rowsAreListedRetriedAndWaivedWhileTheMigrationRunsAndWhenItDoesNot() throws Exception {
        FutureTask<Integer> migration = start();
        try {
            assertThat(execute("list")).isZero();
            assertThat(execute("list", "--json", "--table", "notes")).isZero();
            assertThat(out.toString())
                    .contains(
                            "public.notes, from public.Note n2",
                            "a text is too long (SQLState 22001)",
                            "1 row, 0 of them waived")
                    .contains("\"source_key\":\"n2\"", "\"waiver\":null")
                    .doesNotContain("hunter2");

            assertThat(execute("waive", "--table", "notes", "--key", "n2", "--by", "ana", "--reason", "a test"))
                    .isZero();
            until(() -> board.get().status().quarantine().waivedRows() == 1);
            assertThat(board.get().status().quarantine().openRows()).isZero();
            assertThat(execute("retry")).isZero();
            assertThat(execute("list")).isZero();
            assertThat(out.toString())
                    .contains("1 row is waived", "1 row tried, 1 still there")
                    // The sink tries everything once by itself when the target has become consistent.
                    .containsPattern("tried [2-9] times")
                    .contains("waived     by ana, ", ": a test");

            assertThat(execute("waive", "--table", "notes", "--key", "n2", "--undo"))
                    .isZero();
            assertThat(out.toString()).contains("1 row is no longer waived");
        } finally {
            run.get().stop();
            migration.get(30, TimeUnit.SECONDS);
        }

        on(target, "ALTER TABLE notes ALTER body TYPE text");
        assertThat(execute("retry", "--table", "notes", "--key", "n2")).isZero();
        assertThat(execute("list")).isZero();
        assertThat(out.toString()).contains("1 row tried, none is left", "the quarantine is empty");
    }

    @Test
    void whatARunningMigrationCanApplyLeavesTheQuarantine() throws Exception {
        FutureTask<Integer> migration = start();
        try {
            on(target, "ALTER TABLE notes ALTER body TYPE text");
            assertThat(execute("retry")).isZero();
            assertThat(out.toString()).contains("1 row tried, none is left");

            on(target, "UPDATE crosswalk.ledger SET paused = true");
            assertThat(execute("retry")).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("the quarantine of small is empty");
        } finally {
            run.get().stop();
            migration.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void typingMistakesAreNamed() throws Exception {
        FutureTask<Integer> migration = start();
        run.get().stop();
        migration.get(30, TimeUnit.SECONDS);

        for (String[] wrong : new String[][] {
            {},
            {"lits"},
            {"list", "--table", "note"},
            {"list", "--limit", "0"},
            {"retry", "--table", "public.notes", "--key", "n3"},
            {"waive", "--table", "notes", "--by", "ana", "--reason", "r"},
            {"waive", "--table", "notes", "--key", "n2", "--by", "ana"},
            {"waive", "--table", "notes", "--key", "n2", "--by", "ana", "--reason", " "},
            {"waive", "--table", "notes", "--key", "n2", "--undo", "--by", "ana"},
            {"waive", "--table", "nodes", "--key", "n2", "--undo"}
        }) {
            assertThat(execute(wrong)).as(String.join(" ", wrong)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(err.toString())
                .contains("quarantine needs one of list, retry, waive")
                .contains("no row of note is in the quarantine, only of public.notes (did you mean \"notes\"?)")
                .contains(
                        "no row of public.notes has this key in the quarantine: crosswalk quarantine list shows the keys")
                .contains("name the row with --table and --key", "say who decides with --by")
                .contains("--undo stands without --by and --reason", "--limit is a number from 1 on")
                .doesNotContain("\tat ");

        on(target, "UPDATE crosswalk.ledger SET paused = true");
        assertThat(execute("retry")).isZero();
        assertThat(out.toString()).contains("1 row will be tried when the migration goes on");
    }

    private FutureTask<Integer> start() throws Exception {
        FutureTask<Integer> migration = new FutureTask<>(() -> command("run", List.of()));
        new Thread(migration, "migration").start();
        until(() -> board.get() != null
                && board.get().phase() == RunPhase.STREAMING
                && board.get().status().quarantine().openRows() == 1);
        return migration;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("deadline; %s", err).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void on(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int execute(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        if (!arguments.isEmpty()) {
            arguments.addAll(List.of("-c", folder.resolve("crosswalk.yaml").toString()));
        }
        return command("quarantine", arguments);
    }

    private int command(String command, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(more);
        if (command.equals("run")) {
            arguments.addAll(List.of("-c", folder.resolve("crosswalk.yaml").toString()));
        }
        Map<String, String> environment =
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password());
        return Main.commandLine(environment, (configuration, status, meters) -> {
                    MigrationRun created = new ConfiguredMigration(configuration, status, meters);
                    run.set(created);
                    board.set(status);
                    return created;
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
