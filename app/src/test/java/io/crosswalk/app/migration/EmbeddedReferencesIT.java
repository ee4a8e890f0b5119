package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids in arrays, in JSON, and of one of several tables: what becomes of them, by policy, while a parent is missing. */
@Databases
class EmbeddedReferencesIT {

    private static final String LEGACY = """
            CREATE TABLE "Person" (id text PRIMARY KEY, email text);
            CREATE TABLE "Zone" (id text PRIMARY KEY);
            CREATE TABLE "Yard" (id text PRIMARY KEY);
            CREATE TABLE "Task" (id text PRIMARY KEY, zones text[], spare text[], people text[], likes text[], config jsonb, draft json,
                                 kind text, place text, last text);
            ALTER TABLE "Task" REPLICA IDENTITY FULL""";

    private static final String TARGET = """
            CREATE TABLE accounts (id uuid PRIMARY KEY, email text);
            CREATE TABLE zones (id uuid PRIMARY KEY);
            CREATE TABLE yards (id uuid PRIMARY KEY);
            CREATE TABLE tasks (id uuid PRIMARY KEY, zones uuid[], spare uuid[], people uuid[], likes uuid[], config jsonb, draft json,
                                place uuid, last uuid)""";

    private static final String MAPPING = """
            mapping: 1
            accounts: { table: Person, match: email, target: accounts }
            tables:
              Person:
                targets: [{ table: accounts, columns: { id: { account: id }, email: email } }]
              Zone: { targets: [{ table: zones, columns: { id: { id: id } } }] }
              Yard: { targets: [{ table: yards, columns: { id: { id: id } } }] }
              Task:
                targets:
                  - table: tasks
                    columns:
                      id: { id: id }
                      zones: { ids: zones, of: Zone }
                      spare: { ids: spare, of: Zone, missing: null }
                      people: { ids: people, of: Person, missing: null }
                      likes: { ids: likes, of: Task }
                      config: { json_ids: config, at: { "$.zone": Zone, '$["odd name"][*].yard': Yard } }
                      draft: { json_ids: draft, at: { "$[*]": Zone }, missing: null }
                      place: { id: place, of: { by: kind, tables: { zone: Zone, yard: Yard, person: Person } } }
                      last: { id: last, of: { by: kind, tables: { zone: Zone, yard: Yard, person: Person } }, missing: null }
            """;

    private static final String WAITING = "SELECT source_key FROM crosswalk.quarantine ORDER BY 1";
    private static final String INCOMPLETE = "SELECT count(*) FROM crosswalk.incomplete";

    /** How many ids each column holds. */
    private static final String TASKS = """
            SELECT m.old_id, array_length(array_remove(spare, NULL), 1), array_position(spare, NULL), array_length(array_remove(people, NULL), 1),
                   draft, last IS NULL FROM tasks t JOIN crosswalk.id_mappings m ON m.table_name = 'Task' AND m.new_id = t.id ORDER BY 1""";

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
    void aBackfillSettlesThemInAnyOrder() throws Exception {
        MigrationBench.execute(legacy, """
                INSERT INTO "Zone" VALUES ('z'); INSERT INTO "Yard" VALUES ('y'); INSERT INTO "Person" VALUES ('p', 'p@x');
                INSERT INTO "Task" (id, zones, spare, people, likes, config, draft, kind, place, last) VALUES
                  ('1', '{z,NULL}', '{gone,z,NULL}', '{p,gone}', '{3,2}', '{"zone": "z", "odd name": [{"yard": "y"}]}', '["z", "gone"]', 'zone', 'z', 'gone'),
                  ('2', '{}', '{{z},{gone}}', NULL, '{1}', '{}', '[]', 'person', 'p', 'p'),
                  ('3', NULL, NULL, NULL, '{{1},{2}}', '{"zone": null}', NULL, 'yard', 'y', NULL),
                  ('array', '{z,gone}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                  ('json', NULL, NULL, NULL, NULL, '{"odd name": [{"yard": "y"}, {"yard": "gone"}]}', NULL, NULL, NULL, NULL),
                  ('any', NULL, NULL, NULL, NULL, NULL, NULL, 'yard', 'gone', NULL),
                  ('below', NULL, NULL, NULL, '{array}', NULL, NULL, NULL, NULL, NULL)""");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("any", "array", "below", "json");
            assertThat(MigrationBench.rows(
                            target,
                            "SELECT array_position(spare, NULL) FROM tasks WHERE last IS NULL AND people IS NOT NULL"))
                    .containsExactly("1");
            assertThat(bench.compare().problems()).isEmpty();

            MigrationBench.execute(legacy, """
                    INSERT INTO "Zone" VALUES ('gone'); INSERT INTO "Yard" VALUES ('gone'); INSERT INTO "Person" VALUES ('gone', 'late@x')""");
            bench.drained();
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(MigrationBench.rows(target, INCOMPLETE)).containsExactly("0");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aStreamSettlesThemWhateverHappensToTheParents() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            for (String change : List.of(
                    "INSERT INTO \"Task\" (id, zones, likes) VALUES ('1', '{z}', '{2}'), ('2', '{y,z}', '{1}')",
                    "INSERT INTO \"Zone\" VALUES ('z')",
                    "INSERT INTO \"Zone\" VALUES ('y')",
                    "UPDATE \"Task\" SET spare = '{a,z}', people = '{p,q}', draft = '[\"a\",  \"z\"]', kind = 'zone', last = 'a' WHERE id = '1'",
                    "INSERT INTO \"Zone\" VALUES ('a'); INSERT INTO \"Person\" VALUES ('p', 'p@x'), ('q', 'q@x')",
                    "DELETE FROM \"Person\" WHERE id = 'p'; DELETE FROM \"Zone\" WHERE id = 'a'",
                    "INSERT INTO \"Person\" VALUES ('p', 'other@x'); UPDATE \"Zone\" SET id = 'b' WHERE id = 'y'",
                    "UPDATE \"Task\" SET zones = '{b}' WHERE id = '2'; UPDATE \"Zone\" SET id = 'a' WHERE id = 'b'",
                    "UPDATE \"Task\" SET zones = '{a}', config = '{\"zone\": \"z\", \"odd name\": [{\"yard\": \"y\"}]}' WHERE id = '2'",
                    "INSERT INTO \"Yard\" VALUES ('y')",
                    "UPDATE \"Task\" SET kind = 'yard', place = 'y', last = 'y' WHERE id = '1'",
                    "DELETE FROM \"Yard\"",
                    "INSERT INTO \"Yard\" VALUES ('y')",
                    "UPDATE \"Task\" SET kind = 'person', place = 'q', last = 'q' WHERE id = '1'",
                    "DELETE FROM \"Person\" WHERE id = 'q'",
                    "INSERT INTO \"Person\" VALUES ('q', 'q2@x')",
                    "TRUNCATE \"Zone\"",
                    "INSERT INTO \"Zone\" VALUES ('z'), ('y'), ('a')",
                    "DELETE FROM \"Task\" WHERE id = '2'",
                    "UPDATE \"Task\" SET likes = NULL")) {
                bench.arrives(change);
            }
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(MigrationBench.rows(target, INCOMPLETE)).containsExactly("0");
            assertThat(MigrationBench.rows(target, "SELECT cardinality(spare), draft FROM tasks"))
                    .hasSize(1);
        }
    }

    @Test
    void whoNamesAUserByAFormerIdNamesNobody() throws Exception {
        MigrationBench.execute(legacy, """
                INSERT INTO "Person" VALUES ('p', 'p@x'), ('q', 'q@x');
                INSERT INTO "Task" (id, people, kind, last) VALUES ('1', '{p,q,p}', 'person', 'p'), ('2', '{q}', 'person', 'q');
                INSERT INTO "Task" (id, kind, place) VALUES ('3', 'person', 'p')""");
        String held =
                "SELECT m.old_id, array_to_string(ARRAY(SELECT coalesce(a.email, 'nobody') FROM unnest(t.people) WITH ORDINALITY p (id, n)"
                        + " LEFT JOIN accounts a ON a.id = p.id ORDER BY n), ','), last IS NULL FROM tasks t"
                        + " JOIN crosswalk.id_mappings m ON m.table_name = 'Task' AND m.new_id = t.id ORDER BY 1";
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            MigrationBench.execute(legacy, "UPDATE \"Person\" SET id = 'r' WHERE id = 'p'");
            bench.drained();
            assertThat(MigrationBench.rows(target, held)).containsExactly("1|nobody,q@x,nobody|t", "2|q@x|f");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("3");
            assertThat(bench.compare().problems()).isEmpty();

            for (String change : List.of(
                    "BEGIN; UPDATE \"Task\" SET people = '{r,q}' WHERE id = '2'; UPDATE \"Person\" SET id = 's' WHERE id = 'q';"
                            + " UPDATE \"Task\" SET people = '{s,r}' WHERE id = '2'; COMMIT",
                    "BEGIN; UPDATE \"Task\" SET people = '{t}' WHERE id = '2'; UPDATE \"Person\" SET id = 't' WHERE id = 's'; COMMIT",
                    "UPDATE \"Person\" SET id = 'p' WHERE id = 'r'")) {
                bench.arrives(change);
            }
            assertThat(MigrationBench.rows(target, held)).containsExactly("1|p@x,nobody,p@x|f", "2|q@x|t", "3||t");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
        }
    }

    @Test
    void aMappingThatPromisesThemStopsAtTheEndOfATransaction() throws Exception {
        String strict = MAPPING.replace("{ ids: zones, of: Zone }", "{ ids: zones, of: Zone, missing: fail }")
                .replace("{ ids: likes, of: Task }", "{ ids: likes, of: Task, missing: keep }");
        try (MigrationBench bench = new MigrationBench(legacy, target, strict)) {
            bench.streaming();
            MigrationBench.execute(
                    legacy,
                    "INSERT INTO \"Task\" (id, zones, likes) VALUES ('1', '{z}', '{nobody}'); INSERT INTO \"Zone\" VALUES ('z')");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT cardinality(likes) FROM tasks"))
                    .containsExactly("1");
            // More than one piece: who waits at the end of a piece may not wait at the end of the transaction.
            MigrationBench.execute(
                    legacy,
                    "INSERT INTO \"Task\" (id, zones) SELECT 'n' || n, '{late}' FROM generate_series(1, 6000) n;"
                            + " INSERT INTO \"Zone\" VALUES ('late')");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM tasks"))
                    .containsExactly("6001");
            MigrationBench.execute(
                    legacy,
                    "INSERT INTO \"Task\" (id, zones) SELECT 'm' || n, CASE n WHEN 1 THEN '{never}'::text[] END FROM generate_series(1, 6000) n");

            assertThat(bench.failure())
                    .hasMessageContaining("zones: no row in public.zones yet that it refers to")
                    .hasMessageContaining("must stop the migration");
        }
    }
}
