package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code keys: {column: uuid_id}}: the legacy database holds the new ids, and not always in time. */
@Databases
class GivenKeysIT {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, uuid_id uuid, name text NOT NULL, "parentId" text);
            CREATE TABLE "Room" (id text PRIMARY KEY, "clinicId" text NOT NULL, others text[], config jsonb, open boolean DEFAULT true);
            INSERT INTO "Clinic"
            SELECT 'c' || n, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Clinic ' || n,
                   CASE WHEN n < 600 THEN 'c' || n + 1 END
              FROM generate_series(1, 600) n;
            INSERT INTO "Clinic" VALUES ('late', NULL, 'Late', 'c1');
            INSERT INTO "Room" VALUES ('r1', 'c1', '{c1,NULL,c2}', '{"at": ["c2"], "n": 1.50}'), ('r2', 'late', '{late}', NULL)""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text NOT NULL, parent_id uuid REFERENCES clinics);
            CREATE TABLE clinic_pages (id uuid PRIMARY KEY, title text);
            CREATE TABLE rooms (id uuid PRIMARY KEY, clinic_id uuid NOT NULL REFERENCES clinics, others uuid[], config jsonb, card jsonb)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            tables:
              Clinic:
                keys: { column: uuid_id }
                targets:
                  - table: clinics
                    columns: { id: { id: id }, name: name, parent_id: { id: parentId } }
                  - table: clinic_pages
                    columns: { id: { id: id }, title: name }
              Room:
                tenant: clinicId
                targets:
                  - table: rooms
                    columns:
                      id: { id: id }
                      clinic_id: $tenant
                      others: { ids: others, of: Clinic }
                      config: { json_ids: config, at: { "$.at[*]": Clinic } }
                      card: { json: { of: { concat: [id, { constant: "@" }, $tenant] }, n: 1, open: open } }
            """;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target) throws SQLException {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    @Test
    void whoeverRefersToARowWithoutAnIdWaitsUntilItIsFilledIn(@Legacy Database legacy, @Target Database target)
            throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM clinics JOIN clinic_pages USING (id)"))
                    .containsExactly("600");
            assertThat(MigrationBench.rows(
                            target, "SELECT count(*) FROM clinics c JOIN clinics p ON p.id = c.parent_id"))
                    .containsExactly("599");
            assertThat(quarantined(target)).containsExactly("clinic_pages", "clinics", "rooms");
            assertThat(MigrationBench.rows(target, "SELECT clinic_id, others, config, card FROM rooms"))
                    .containsExactly(uuid(1) + "|{" + uuid(1) + ",NULL," + uuid(2) + "}|{\"n\": 1.50, \"at\": [\""
                            + uuid(2) + "\"]}|{\"n\": 1, \"of\": \"r1@" + uuid(1) + "\", \"open\": \"t\"}");

            run(legacy, "UPDATE \"Clinic\" SET uuid_id = '" + uuid(999) + "' WHERE id = 'late'");
            bench.drained();
            assertThat(quarantined(target)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT others FROM rooms WHERE clinic_id = '" + uuid(999) + "'"))
                    .containsExactly("{" + uuid(999) + "}");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void anIdThatIsRecordedStaysUntilItsRowIsDeleted(@Legacy Database legacy, @Target Database target)
            throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            run(
                    legacy,
                    "UPDATE \"Clinic\" SET uuid_id = '" + uuid(777) + "', name = 'changed' WHERE id = 'c1'",
                    "UPDATE \"Clinic\" SET uuid_id = NULL WHERE id = 'c2'");
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT id FROM clinics WHERE name = 'changed'"))
                    .containsExactly(uuid(1));
            assertThat(bench.compare().problems()).isEmpty();

            run(
                    legacy,
                    "DELETE FROM \"Room\"",
                    "DELETE FROM \"Clinic\" WHERE id IN ('c1', 'late')",
                    "INSERT INTO \"Clinic\" VALUES ('c1', '" + uuid(777) + "', 'again', 'c2')");
            bench.drained();
            assertThat(MigrationBench.rows(
                            target, "SELECT id FROM clinics WHERE id IN ('" + uuid(1) + "', '" + uuid(777) + "')"))
                    .containsExactly(uuid(777));
            assertThat(MigrationBench.rows(
                            target, "SELECT title FROM clinic_pages WHERE title IN ('changed', 'again')"))
                    .containsExactly("again");
            assertThat(quarantined(target)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void twoRowsNeverShareAnId(@Legacy Database legacy, @Target Database target) throws Exception {
        run(legacy, "UPDATE \"Clinic\" SET uuid_id = '" + uuid(1) + "' WHERE id IN ('c2', 'late')");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM clinics WHERE id = '" + uuid(1) + "'"))
                    .containsExactly("1");
            assertThat(bench.compare().problems()).isEmpty();

            run(legacy, "UPDATE \"Clinic\" SET name = 'x' WHERE id IN ('c1', 'c2', 'late')");
            run(
                    legacy,
                    "UPDATE \"Clinic\" SET uuid_id = '" + uuid(2) + "' WHERE id = 'c2'",
                    "UPDATE \"Clinic\" SET uuid_id = '" + uuid(999) + "' WHERE id = 'late'",
                    "UPDATE \"Clinic\" SET uuid_id = '" + uuid(888) + "' WHERE id = 'c1'");
            bench.drained();
            assertThat(quarantined(target)).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM clinics"))
                    .containsExactly("601");
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aRowWithAnotherLegacyKeyKeepsItsId(@Legacy Database legacy, @Target Database target) throws Exception {
        run(legacy, "DELETE FROM \"Room\" WHERE id = 'r2'", "DELETE FROM \"Clinic\" WHERE id = 'late'");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            MigrationBench.execute(
                    legacy,
                    "UPDATE \"Clinic\" SET id = 'new' WHERE id = 'c1'; UPDATE \"Room\" SET \"clinicId\" = 'new',"
                            + " others = '{new}' WHERE \"clinicId\" = 'c1'");
            bench.drained();
            assertThat(MigrationBench.rows(
                            target, "SELECT old_id FROM crosswalk.id_mappings WHERE new_id = '" + uuid(1) + "'"))
                    .containsExactly("new");
            assertThat(MigrationBench.rows(target, "SELECT clinic_id, others FROM rooms"))
                    .containsExactly(uuid(1) + "|{" + uuid(1) + "}");
            assertThat(quarantined(target)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void whatIsKeyedByAGivenIdWaitsForItsRow(@Legacy Database legacy, @Target Database target) throws Exception {
        run(legacy, "DELETE FROM \"Room\"", "CREATE TABLE \"Hours\" (\"clinicId\" text PRIMARY KEY, open text)");
        run(legacy, "INSERT INTO \"Hours\" VALUES ('c600', '8-12')");
        run(target, "CREATE TABLE hours (clinic_id uuid PRIMARY KEY, open text)");
        String mapping = MAPPING + """
              Hours:
                global: true
                targets:
                  - { table: hours, key: clinic_id, columns: { clinic_id: { id: clinicId, of: Clinic }, open: open } }
            """;
        try (MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            bench.streaming()
                    .arrives("UPDATE \"Clinic\" SET \"parentId\" = NULL WHERE id = 'c599';"
                            + " DELETE FROM \"Clinic\" WHERE id = 'c600'; UPDATE \"Hours\" SET open = '8-18'");
            assertThat(quarantined(target)).contains("hours");
            bench.arrives("INSERT INTO \"Clinic\" VALUES ('c600', '" + uuid(777) + "', 'again')");
            assertThat(MigrationBench.rows(target, "SELECT * FROM hours")).containsExactly(uuid(777) + "|8-18");
            bench.arrives("DELETE FROM \"Hours\"");
        }
    }

    /** Each statement a transaction. */
    private static void run(Database legacy, String... statements) throws SQLException {
        for (String statement : statements) {
            MigrationBench.execute(legacy, statement);
        }
    }

    private static List<String> quarantined(Database target) throws SQLException {
        return MigrationBench.rows(
                target, "SELECT replace(target_table, 'public.', '') FROM crosswalk.quarantine ORDER BY 1");
    }

    private static String uuid(int number) {
        return String.format("00000000-0000-4000-8000-%012d", number);
    }
}
