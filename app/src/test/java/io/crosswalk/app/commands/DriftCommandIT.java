package io.crosswalk.app.commands;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

/** {@code crosswalk drift}, and how a run ends that drift stops; names are as odd as names may be. */
@Databases
class DriftCommandIT {

    private static final String FINDING = "column-new:public.Weird \"Note\" Ü.fresh \"one\"";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<StatusBoard> board = new AtomicReference<>();

    @Test
    void whatNeedsAMappingCanBeAcceptedAndWhatStopsEndsTheRunWithCodeFour(
            @Legacy Database legacy, @Target Database target) throws Exception {
        on(legacy, "CREATE TABLE \"Weird \"\"Note\"\" Ü\" (id text PRIMARY KEY, body text)");
        on(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body text)");
        Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "%s" }
                target: { url: "%s" }
                mapping:
                  mapping: 1
                  tables:
                    'Weird "Note" Ü': { targets: [ { table: notes, columns: { id: { id: id }, body: body } } ] }
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                http: { port: 0 }
                """.formatted(url(legacy), url(target)));
        assertThat(execute("drift", "list")).isEqualTo(ExitCode.REFUSED);

        FutureTask<Integer> migration = new FutureTask<>(() -> execute("run"));
        new Thread(migration, "migration").start();
        until(() -> board.get() != null && board.get().phase() == RunPhase.STREAMING);
        assertThat(execute("drift", "list")).isZero();
        on(legacy, "ALTER TABLE \"Weird \"\"Note\"\" Ü\" ADD \"fresh \"\"one\"\"\" int");
        until(() -> !board.get().status().drift().blockingCutover().isEmpty());

        assertThat(execute("drift", "list")).isZero();
        assertThat(execute("drift", "accept", FINDING, "--by", "ana")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("drift", "accept", FINDING + "s", "--by", "ana", "--reason", "r"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute("drift", "accept", FINDING, "--by", "ana", "--reason", "not needed"))
                .isZero();
        until(() -> board.get().status().drift().blockingCutover().isEmpty());

        on(legacy, "ALTER TABLE \"Weird \"\"Note\"\" Ü\" DROP body");
        on(legacy, "INSERT INTO \"Weird \"\"Note\"\" Ü\" VALUES ('n1')");
        assertThat(migration.get(2, TimeUnit.MINUTES)).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("drift", "accept", "column-gone:public.Weird \"Note\" Ü.body", "--by", "a", "--reason", "r"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute("status")).isZero();
        assertThat(execute("status", "--json")).isZero();
        assertThat(out.toString())
                .contains("the legacy schema is what the mapping was made for", FINDING + "  needs mapping")
                .contains(FINDING + " is accepted", "stops: public.Weird \"Note\" Ü.body was dropped, before ")
                .contains("\"accepted_reason\":\"not needed\"");
        assertThat(err.toString())
                .contains("drift list shows them", "why with --reason", "stops is no matter of opinion")
                .contains(
                        "the legacy schema has changed: public.Weird \"Note\" Ü.body was dropped. Correct the mapping");
    }

    private static String url(Database database) {
        return database.libpqUrl().replace("@", ":" + database.password() + "@");
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

    private int execute(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-c", folder.resolve("crosswalk.yaml").toString()));
        return Main.commandLine(Map.of(), (configuration, status, meters) -> {
                    board.set(status);
                    return new ConfiguredMigration(configuration, status, meters);
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
