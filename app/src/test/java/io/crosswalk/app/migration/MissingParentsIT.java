package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** References that the legacy database does not guard: what becomes of them, by policy, while the parent is missing. */
@Databases
class MissingParentsIT {

    private static final String LEGACY = """
            CREATE TABLE "Person" (id text PRIMARY KEY, email text);
            CREATE TABLE "Zone" (id text PRIMARY KEY, name text, "nextId" text);
            CREATE TABLE "Task" (id text PRIMARY KEY, "zoneId" text, "backupId" text, "looseId" text, "ownerId" text, "upId" text);
            CREATE TABLE "Step" (id text PRIMARY KEY, "taskId" text REFERENCES "Task" ON UPDATE CASCADE ON DELETE CASCADE,
                                 "softTaskId" text, "byId" text)""";

    private static final String TARGET = """
            CREATE TABLE accounts (id uuid PRIMARY KEY, email text);
            CREATE TABLE zones (id uuid PRIMARY KEY, name text, next_id uuid REFERENCES zones);
            CREATE TABLE tasks (id uuid PRIMARY KEY, zone_id uuid REFERENCES zones, backup_id uuid REFERENCES zones, loose_id uuid,
                                owner_id uuid REFERENCES accounts, up_id uuid REFERENCES tasks);
            CREATE TABLE steps (id uuid PRIMARY KEY, task_id uuid, soft_task_id uuid, by_id uuid)""";

    private static final String MAPPING = """
            mapping: 1
            accounts: { table: Person, match: email, target: accounts }
            tables:
              Person:
                targets: [{ table: accounts, columns: { id: { account: id }, email: email } }]
              Step:
                targets:
                  - table: steps
                    columns:
                      id: { id: id }
                      task_id: { id: taskId, of: Task }
                      soft_task_id: { id: softTaskId, of: Task, missing: null }
                      by_id: { account: byId }
              Task:
                targets:
                  - table: tasks
                    columns:
                      id: { id: id }
                      zone_id: { id: zoneId, of: Zone }
                      backup_id: { id: backupId, of: Zone, missing: null }
                      loose_id: { id: looseId, of: Zone, missing: keep }
                      owner_id: { account: ownerId, missing: null }
                      up_id: { id: upId, of: Task }
              Zone:
                targets: [{ table: zones, columns: { id: { id: id }, name: name, next_id: { id: nextId, of: Zone } } }]
            """;

    private static final String TASKS = """
            SELECT m.old_id, z.name, b.name, t.loose_id IS NULL, a.email, u.old_id FROM tasks t
            JOIN crosswalk.id_mappings m ON m.table_name = 'Task' AND m.new_id = t.id LEFT JOIN zones z ON z.id = t.zone_id
            LEFT JOIN zones b ON b.id = t.backup_id LEFT JOIN accounts a ON a.id = t.owner_id
            LEFT JOIN crosswalk.id_mappings u ON u.table_name = 'Task' AND u.new_id = t.up_id ORDER BY 1""";

    private static final String WAITING = "SELECT source_key FROM crosswalk.quarantine ORDER BY 1";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    @Test
    void aBackfillSettlesReferencesInAnyOrder() throws Exception {
        MigrationBench.execute(legacy, """
                INSERT INTO "Person" VALUES ('p', 'p@x');
                INSERT INTO "Zone" VALUES ('z', 'Z', 'z'), ('a', 'A', 'b'), ('b', 'B', 'a'), ('cut', 'Cut', 'gone');
                INSERT INTO "Task" VALUES ('1', 'z', 'a', 'gone', 'p', '2'), ('2', 'z', 'gone', NULL, 'gone', '1'),
                    ('3', 'gone', 'a', NULL, 'p', NULL), ('4', 'cut', NULL, NULL, NULL, NULL), ('5', 'z', NULL, NULL, NULL, '3');
                INSERT INTO "Step" VALUES ('s1', '1', '2'), ('s3', '3', '3')""");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            bench.drained();

            assertThat(MigrationBench.rows(target, TASKS)).containsExactly("1|Z|A|f|p@x|2", "2|Z|null|t|null|1");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("3", "4", "5", "cut", "s3");
            assertThat(MigrationBench.rows(target, "SELECT soft_task_id IS NULL FROM steps"))
                    .containsExactly("f");
            assertThat(bench.compare().problems()).isEmpty();
            assertThat(MigrationBench.rows(
                            target, "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"))
                    .isEmpty();

            MigrationBench.execute(legacy, """
                    INSERT INTO "Zone" VALUES ('gone', 'Late', NULL);
                    INSERT INTO "Person" VALUES ('gone', 'late@x')""");
            bench.drained();
            assertThat(MigrationBench.rows(target, TASKS))
                    .containsExactly(
                            "1|Z|A|f|p@x|2",
                            "2|Z|Late|t|late@x|1",
                            "3|Late|A|t|p@x|null",
                            "4|Cut|null|t|null|null",
                            "5|Z|null|t|null|3");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.awaited"))
                    .containsExactly("0");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aStreamSettlesReferencesInAnyOrder() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            MigrationBench.execute(legacy, """
                    INSERT INTO "Task" VALUES ('1', 'z', 'b', 'x', 'p', '2'), ('2', 'z', 'y', 'x', 'q', '1'), ('3', 'y', NULL, NULL, NULL, '1');
                    INSERT INTO "Step" VALUES ('s', '1', '3');
                    INSERT INTO "Zone" VALUES ('z', 'Z', 'b'), ('b', 'B', 'z');
                    INSERT INTO "Person" VALUES ('p', 'p@x')""");
            bench.drained();
            assertThat(MigrationBench.rows(target, TASKS)).containsExactly("1|Z|B|f|p@x|2", "2|Z|null|f|null|1");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("3");
            assertThat(bench.compare().problems()).isEmpty();

            // Parents that nobody guards go away under their children, by a delete, another key, or a truncate.
            for (String gone : List.of(
                    "DELETE FROM \"Zone\" WHERE id = 'b'; DELETE FROM \"Person\"",
                    "INSERT INTO \"Zone\" VALUES ('b', 'B', NULL), ('y', 'Y', NULL); INSERT INTO \"Person\" VALUES ('q', 'q@x')",
                    "UPDATE \"Zone\" SET id = 'y2' WHERE id = 'y'",
                    "UPDATE \"Zone\" SET id = 'y' WHERE id = 'y2'",
                    "UPDATE \"Task\" SET \"upId\" = NULL WHERE id = '2'; UPDATE \"Task\" SET \"zoneId\" = 'never' WHERE id = '1'",
                    "UPDATE \"Task\" SET \"zoneId\" = 'z', \"backupId\" = 'later' WHERE id = '1'",
                    "TRUNCATE \"Zone\"",
                    "INSERT INTO \"Zone\" VALUES ('z', 'Z', 'z'), ('y', 'Y', 'z'), ('later', 'L', 'y')",
                    "DELETE FROM \"Task\" WHERE id = '2'",
                    "TRUNCATE \"Task\" CASCADE")) {
                bench.arrives(gone);
            }
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.awaited"))
                    .containsExactly("0");
        }
    }

    @Test
    void whoNamesAUserByAFormerIdNamesNobodyUntilSomebodyHasItAgain() throws Exception {
        MigrationBench.execute(legacy, """
                INSERT INTO "Person" VALUES ('p', 'p@x'), ('n', 'new@x');
                INSERT INTO "Task" ("id", "ownerId") VALUES ('1', 'p'), ('2', 'p');
                INSERT INTO "Step" ("id", "byId") VALUES ('s1', 'p'), ('s2', 'p')""");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            bench.drained();
            MigrationBench.execute(legacy, """
                    UPDATE "Person" SET id = 'q' WHERE id = 'p';
                    UPDATE "Task" SET "ownerId" = 'q' WHERE id = '2'; UPDATE "Step" SET "byId" = 'q' WHERE id = 's2'""");
            bench.drained();

            assertThat(MigrationBench.rows(target, TASKS))
                    .containsExactly("1|null|null|t|null|null", "2|null|null|t|p@x|null");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("s1");
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM steps WHERE by_id IS NOT NULL"))
                    .containsExactly("1");
            assertThat(bench.compare().problems()).isEmpty();

            // Somebody else gets the former id; and a child that is changed before its user.
            MigrationBench.execute(legacy, """
                    UPDATE "Person" SET id = 'p' WHERE id = 'n';
                    UPDATE "Task" SET "ownerId" = 'r' WHERE id = '2'; UPDATE "Step" SET "byId" = 'r' WHERE id = 's2';
                    UPDATE "Person" SET id = 'r' WHERE id = 'q'""");
            bench.drained();
            assertThat(MigrationBench.rows(target, TASKS))
                    .containsExactly("1|null|null|t|new@x|null", "2|null|null|t|p@x|null");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aMappingThatPromisesAParentStopsWithoutIt() throws Exception {
        String strict = MAPPING.replace(
                "zone_id: { id: zoneId, of: Zone }", "zone_id: { id: zoneId, of: Zone, missing: fail }");
        try (MigrationBench bench = new MigrationBench(legacy, target, strict)) {
            bench.streaming();
            // In one transaction the order does not matter.
            MigrationBench.execute(legacy, """
                    INSERT INTO "Task" VALUES ('1', 'z');
                    INSERT INTO "Zone" VALUES ('z', 'Z')""");
            bench.drained();
            MigrationBench.execute(legacy, "DELETE FROM \"Zone\"");

            assertThat(bench.failure()).hasMessageContaining("zone_id: no row in public.zones that it refers to");
        }
    }

    @Test
    void manyThatWaitForOneAreReleasedTogether() throws Exception {
        MigrationBench.execute(legacy, "INSERT INTO \"Task\" SELECT g::text, 'z' FROM generate_series(1, 1500) g");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.quarantine"))
                    .containsExactly("1500");

            MigrationBench.execute(legacy, "INSERT INTO \"Zone\" VALUES ('z', 'Z', NULL)");
            bench.drained();

            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM tasks"))
                    .containsExactly("1500");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }
}
