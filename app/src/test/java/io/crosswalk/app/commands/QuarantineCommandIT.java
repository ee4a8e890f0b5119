package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

    private CommandBench bench;

    @BeforeEach
    void prepare() throws IOException, SQLException {
        CommandBench.on(legacy, """
                CREATE TABLE "Note" (id text PRIMARY KEY, body text);
                INSERT INTO "Note" VALUES ('n1', 'short'), ('n2', 'hunter2 hunter2')""");
        CommandBench.on(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body varchar(10))");
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
        bench = new CommandBench(
                folder.resolve("crosswalk.yaml"),
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password()));
    }

    @Test
    void withoutALedgerEveryCommandRefuses() {
        assertThat(execute("list")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("retry")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("waive", "--table", "t", "--key", "k", "--by", "ana", "--reason", "r"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(bench.err()).contains("the target has no ledger for small");
    }

    @Test
    void rowsAreListedRetriedAndWaivedWhileTheMigrationRunsAndWhenItDoesNot() throws Exception {
        FutureTask<Integer> migration = start();
        try {
            assertThat(execute("list")).isZero();
            assertThat(execute("list", "--json", "--table", "notes")).isZero();
            assertThat(bench.out())
                    .contains(
                            "public.notes, from public.Note n2",
                            "a text is too long (SQLState 22001)",
                            "1 row, 0 of them waived")
                    .contains("\"source_key\":\"n2\"", "\"waiver\":null")
                    .doesNotContain("hunter2");

            assertThat(execute("waive", "--table", "notes", "--key", "n2", "--by", "ana", "--reason", "a test"))
                    .isZero();
            bench.until(board -> board.status().quarantine().waivedRows() == 1
                    && board.status().quarantine().openRows() == 0);
            assertThat(execute("retry")).isZero();
            assertThat(execute("list")).isZero();
            assertThat(bench.out())
                    .contains("1 row is waived", "1 row tried, 1 still there")
                    // The sink tries everything once by itself when the target has become consistent.
                    .containsPattern("tried [2-9] times")
                    .contains("waived     by ana, ", ": a test");

            assertThat(execute("waive", "--table", "notes", "--key", "n2", "--undo"))
                    .isZero();
            assertThat(bench.out()).contains("1 row is no longer waived");
        } finally {
            bench.stop();
            migration.get(30, TimeUnit.SECONDS);
        }

        CommandBench.on(target, "ALTER TABLE notes ALTER body TYPE text");
        assertThat(execute("retry", "--table", "notes", "--key", "n2")).isZero();
        assertThat(execute("list")).isZero();
        assertThat(bench.out()).contains("1 row tried, none is left", "the quarantine is empty");
    }

    @Test
    void whatARunningMigrationCanApplyLeavesTheQuarantine() throws Exception {
        FutureTask<Integer> migration = start();
        try {
            CommandBench.on(target, "ALTER TABLE notes ALTER body TYPE text");
            assertThat(execute("retry")).isZero();
            assertThat(bench.out()).contains("1 row tried, none is left");

            CommandBench.on(target, "UPDATE crosswalk.ledger SET paused = true");
            assertThat(execute("retry")).isEqualTo(ExitCode.USAGE);
            assertThat(bench.err()).contains("the quarantine of small is empty");
        } finally {
            bench.stop();
            migration.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void typingMistakesAreNamed() throws Exception {
        FutureTask<Integer> migration = start();
        bench.stop();
        migration.get(30, TimeUnit.SECONDS);

        for (String[] wrong : new String[][] {
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
        assertThat(bench.executeAlone("quarantine")).isEqualTo(ExitCode.USAGE);
        assertThat(bench.err())
                .contains("quarantine needs one of list, retry, waive")
                .contains("no row of note is in the quarantine, only of public.notes (did you mean \"notes\"?)")
                .contains(
                        "no row of public.notes has this key in the quarantine: crosswalk quarantine list shows the keys")
                .contains("name the row with --table and --key", "say who decides with --by")
                .contains("--undo stands without --by and --reason", "--limit is a number from 1 on")
                .doesNotContain("\tat ");

        CommandBench.on(target, "UPDATE crosswalk.ledger SET paused = true");
        assertThat(execute("retry")).isZero();
        assertThat(bench.out()).contains("1 row will be tried when the migration goes on");
    }

    private FutureTask<Integer> start() throws Exception {
        FutureTask<Integer> migration = bench.run();
        bench.until(board -> board.phase() == RunPhase.STREAMING
                && board.status().quarantine().openRows() == 1);
        return migration;
    }

    private int execute(String... more) {
        return bench.execute(
                Stream.concat(Stream.of("quarantine"), Stream.of(more)).toArray(String[]::new));
    }
}
