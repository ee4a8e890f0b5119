package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What waits in the quarantine is mended as well: it stays, comes, goes and is let in as the legacy rows of now want it. */
@Databases
class ResyncQuarantineIT {

    private static final String LEGACY = """
            CREATE TABLE "Zone" (id text PRIMARY KEY);
            CREATE TABLE "Task" (id text PRIMARY KEY, "zoneId" text, title text);
            INSERT INTO "Zone" VALUES ('z');
            INSERT INTO "Task" VALUES ('there', 'z', 'fits'), ('waits', 'gone', 'fits'), ('let in', 'late', 'fits'), ('deleted', 'gone', 'fits'),
                ('too long', 'z', 'much too long'), ('orphan', 'z', 'fits'), ('shorter', 'z', 'also too long')""";

    private static final String MAPPING = """
            mapping:
              mapping: 1
              tables:
                Zone: { targets: [{ table: zones, columns: { id: { id: id } } }] }
                Task:
                  targets: [{ table: tasks, columns: { id: { id: id }, legacy: id, zone_id: { id: zoneId, of: Zone }, title: title } }]
            """;

    private static final String UNSEEN = """
            DELETE FROM "Task" WHERE id = 'deleted'; INSERT INTO "Zone" VALUES ('late');
            UPDATE "Task" SET "zoneId" = 'gone' WHERE id = 'orphan'; UPDATE "Task" SET title = 'fits' WHERE id = 'shorter'""";

    private static final String TARGET = "CREATE TABLE zones (id uuid PRIMARY KEY);"
            + " CREATE TABLE tasks (id uuid PRIMARY KEY, legacy text, zone_id uuid, title varchar(10))";

    private static final String WAIVED =
            "SELECT waived_by FROM crosswalk.quarantine WHERE waived_at IS NOT NULL ORDER BY 1";
    private static final String WAITING = "SELECT source_key FROM crosswalk.quarantine ORDER BY 1";

    @Test
    void whatWaitsIsMendedToo(@Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        Path configuration = new MigratorFolder(folder).write(legacy, target, MAPPING);
        try (MigrationBench bench = bench(configuration)) {
            bench.streaming().drained();
        }
        assertThat(MigrationBench.rows(target, WAITING))
                .containsExactly("deleted", "let in", "shorter", "too long", "waits");
        MigrationBench.execute(legacy, UNSEEN);

        // The orphan as well: a dry run sets nothing aside.
        assertThat(succeeds("resync", "--dry-run", "--json", configuration)).contains("\"surplus\":2");
        succeeds("resync", "--yes", configuration);

        assertThat(MigrationBench.rows(target, WAITING)).containsExactly("orphan", "too long", "waits");
        assertThat(MigrationBench.rows(target, "SELECT legacy FROM tasks ORDER BY 1"))
                .containsExactly("let in", "shorter", "there");
        try (MigrationBench bench = bench(configuration)) {
            bench.streaming().drained();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aWaiverHoldsWhileTheReasonDoes(@Legacy Database legacy, @Target Database target, @TempDir Path folder)
            throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        Path configuration = new MigratorFolder(folder).write(legacy, target, MAPPING);
        try (MigrationBench bench = bench(configuration)) {
            bench.streaming().drained();
            MigrationBench.execute(target, "UPDATE crosswalk.quarantine SET waived_at = now(), waived_by = source_key");
            bench.arrives("UPDATE \"Task\" SET title = 'other' WHERE id IN ('waits', 'deleted', 'too long')");
            assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("deleted", "let in", "shorter", "waits");
        }
        MigrationBench.execute(legacy, UNSEEN + "; UPDATE \"Task\" SET title = 'unseen' WHERE id = 'waits'");
        succeeds("resync", "--yes", configuration);
        assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("waits");
        try (MigrationBench bench = bench(configuration)) {
            bench.streaming().arrives("UPDATE \"Task\" SET title = 'once more' WHERE id = 'waits'");
            assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("waits");
            bench.arrives("UPDATE \"Task\" SET \"zoneId\" = 'never' WHERE id = 'waits'");
            assertThat(MigrationBench.rows(target, WAIVED)).containsExactly("waits");
            bench.arrives("UPDATE \"Task\" SET title = 'again too long' WHERE id = 'waits'");
            assertThat(MigrationBench.rows(target, WAIVED)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT 1 FROM crosswalk.waivers"))
                    .isEmpty();
        }
    }

    private static MigrationBench bench(Path configuration) {
        return new MigrationBench(ConfiguredMigration.settings(Configuration.read(configuration, Map.of())));
    }

    private static String succeeds(Object... commandAndConfiguration) {
        String[] line = new String[commandAndConfiguration.length + 1];
        for (int i = 0; i < commandAndConfiguration.length; i++) {
            line[i] = commandAndConfiguration[i].toString();
        }
        line[line.length - 1] = line[line.length - 2];
        line[line.length - 2] = "-c";
        StringWriter said = new StringWriter();
        int code = Main.commandLine(Map.of(), ConfiguredMigration::new)
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(line);
        assertThat(code).as(said.toString()).isEqualTo(ExitCode.OK);
        return said.toString();
    }
}
