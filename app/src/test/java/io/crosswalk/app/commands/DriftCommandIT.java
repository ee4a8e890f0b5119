package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code crosswalk drift}, and how a run ends that drift stops; names are as odd as names may be. */
@Databases
class DriftCommandIT {

    private static final String FINDING = "column-new:public.Weird \"Note\" Ü.fresh \"one\"";

    @TempDir
    Path folder;

    @Test
    void whatNeedsAMappingCanBeAcceptedAndWhatStopsEndsTheRunWithCodeFour(
            @Legacy Database legacy, @Target Database target) throws Exception {
        CommandBench.on(legacy, "CREATE TABLE \"Weird \"\"Note\"\" Ü\" (id text PRIMARY KEY, body text)");
        CommandBench.on(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body text)");
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
        CommandBench bench = new CommandBench(folder.resolve("crosswalk.yaml"), Map.of());
        assertThat(bench.execute("drift", "list")).isEqualTo(ExitCode.REFUSED);

        FutureTask<Integer> migration = bench.run();
        bench.until(board -> board.phase() == RunPhase.STREAMING);
        assertThat(bench.execute("drift", "list")).isZero();
        CommandBench.on(legacy, "ALTER TABLE \"Weird \"\"Note\"\" Ü\" ADD \"fresh \"\"one\"\"\" int");
        bench.until(board -> !board.status().drift().blockingCutover().isEmpty());

        assertThat(bench.execute("drift", "list")).isZero();
        assertThat(bench.execute("drift", "accept", FINDING, "--by", "ana")).isEqualTo(ExitCode.USAGE);
        assertThat(bench.execute("drift", "accept", FINDING + "s", "--by", "ana", "--reason", "r"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(bench.execute("drift", "accept", FINDING, "--by", "ana", "--reason", "not needed"))
                .isZero();
        bench.until(board -> board.status().drift().blockingCutover().isEmpty());

        CommandBench.on(legacy, "ALTER TABLE \"Weird \"\"Note\"\" Ü\" DROP body");
        CommandBench.on(legacy, "INSERT INTO \"Weird \"\"Note\"\" Ü\" VALUES ('n1')");
        assertThat(migration.get(2, TimeUnit.MINUTES)).isEqualTo(ExitCode.REFUSED);
        assertThat(bench.execute(
                        "drift", "accept", "column-gone:public.Weird \"Note\" Ü.body", "--by", "a", "--reason", "r"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(bench.execute("status")).isZero();
        assertThat(bench.execute("status", "--json")).isZero();
        assertThat(bench.out())
                .contains("the legacy schema is what the mapping was made for", FINDING + "  needs mapping")
                .contains(FINDING + " is accepted", "stops: public.Weird \"Note\" Ü.body was dropped, before ")
                .contains("\"accepted_reason\":\"not needed\"");
        assertThat(bench.err())
                .contains("drift list shows them", "why with --reason", "stops is no matter of opinion")
                .contains(
                        "the legacy schema has changed: public.Weird \"Note\" Ü.body was dropped. Correct the mapping");
    }

    private static String url(Database database) {
        return database.libpqUrl().replace("@", ":" + database.password() + "@");
    }
}
