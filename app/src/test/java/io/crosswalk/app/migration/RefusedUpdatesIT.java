package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that are in the target and whose newer state is refused: nobody must meet the old state there. */
@Databases
class RefusedUpdatesIT {

    // What is large and does not change is not in the WAL, so that the updates are partial.
    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, name text);
            CREATE TABLE "Person" (id text PRIMARY KEY, email text, "clinicId" text REFERENCES "Clinic");
            CREATE TABLE "Metric" (id text PRIMARY KEY, "clinicId" text REFERENCES "Clinic", code text, large text);
            ALTER TABLE "Metric" ALTER large SET STORAGE EXTERNAL;
            CREATE TABLE "Value" (id text PRIMARY KEY, "metricId" text REFERENCES "Metric", value integer);
            CREATE TABLE "Note" (id text PRIMARY KEY, "clinicId" text NOT NULL, "metricId" text REFERENCES "Metric");
            INSERT INTO "Clinic" VALUES ('north', 'North'), ('south', 'South');
            INSERT INTO "Person" VALUES ('found', 'found@x', 'north'), ('made', 'made@x', 'north');
            INSERT INTO "Metric" VALUES ('m', 'north', 'one', repeat('l', 5000)),
                                        ('n', 'north', 'two', repeat('l', 5000));
            INSERT INTO "Value" VALUES ('v', 'm', 1), ('w', 'n', 2);
            INSERT INTO "Note" VALUES ('o', 'north', 'm')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text);
            CREATE SCHEMA auth;
            CREATE TABLE auth.accounts (id uuid PRIMARY KEY, email text);
            INSERT INTO auth.accounts VALUES ('00000000-0000-4000-8000-00000000000f', 'found@x');
            CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.accounts, clinic_id uuid NOT NULL REFERENCES clinics);
            CREATE TABLE metrics (id uuid PRIMARY KEY, clinic_id uuid NOT NULL REFERENCES clinics,
                                  code text UNIQUE CHECK (code <> 'bad'), large text);
            CREATE TABLE readings (id uuid PRIMARY KEY, clinic_id uuid NOT NULL REFERENCES clinics,
                                 metric_id uuid NOT NULL REFERENCES metrics, value integer);
            CREATE TABLE notes (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, metric_id uuid REFERENCES metrics)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            accounts: { table: Person, match: email, target: auth.accounts }
            tables:
              Clinic:
                targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
              Person:
                tenant: clinicId
                targets:
                  - { table: auth.accounts, columns: { id: { account: id }, email: email } }
                  - { table: profiles, columns: { id: { account: id }, clinic_id: $tenant } }
              Metric:
                tenant: clinicId
                targets:
                  - table: metrics
                    columns: { id: { id: id }, clinic_id: $tenant, code: code, large: large }
              Value:
                tenant: { through: metricId, of: Metric }
                targets:
                  - table: readings
                    columns: { id: { id: id }, clinic_id: $tenant, metric_id: { id: metricId, of: Metric }, value: value }
              Note:
                tenant: clinicId
                targets:
                  - table: notes
                    columns: { id: { id: id }, clinic_id: $tenant, metric_id: { id: metricId, of: Metric, missing: null } }
            """;

    private static final String METRICS =
            "SELECT m.code, c.name, length(m.large) FROM metrics m JOIN clinics c ON c.id = m.clinic_id ORDER BY 1";
    private static final String VALUES =
            "SELECT v.value, c.name FROM readings v JOIN clinics c ON c.id = v.clinic_id ORDER BY 1";
    private static final String NOTES =
            "SELECT c.name, m.code FROM notes n JOIN clinics c ON c.id = n.clinic_id LEFT JOIN metrics m ON m.id = n.metric_id";
    private static final String WAITING = "SELECT source_key FROM crosswalk.quarantine ORDER BY 1";
    private static final String IDS = "SELECT table_name, old_id, new_id FROM crosswalk.id_mappings ORDER BY 1, 2";

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
    void aRowThatLosesItsTenantLeavesTheOldOneWithAllBelowIt() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            List<String> ids = MigrationBench.rows(target, IDS);

            change(bench, "UPDATE \"Metric\" SET \"clinicId\" = NULL WHERE id = 'm'");
            theOtherMetricIsAlone();
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "UPDATE \"Metric\" SET code = 'three' WHERE id = 'm'");
            change(bench, "UPDATE \"Value\" SET value = 3 WHERE id = 'v'");
            theOtherMetricIsAlone();
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "UPDATE \"Metric\" SET \"clinicId\" = 'south' WHERE id = 'm'");
            assertThat(MigrationBench.rows(target, METRICS)).containsExactly("three|South|5000", "two|North|5000");
            assertThat(MigrationBench.rows(target, VALUES)).containsExactly("2|North", "3|South");
            assertThat(MigrationBench.rows(target, NOTES)).containsExactly("North|three");
            assertThat(MigrationBench.rows(target, IDS)).isEqualTo(ids);
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aRowWhoseNewValueTheTargetRefusesDoesNotShowTheOldOne() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            List<String> ids = MigrationBench.rows(target, IDS);

            change(bench, "UPDATE \"Metric\" SET code = 'bad' WHERE id = 'm'");
            theOtherMetricIsAlone();
            change(bench, "UPDATE \"Metric\" SET code = 'bad', \"clinicId\" = 'south' WHERE id = 'm'");
            theOtherMetricIsAlone();

            // The code that the refused row had is free.
            change(bench, "UPDATE \"Metric\" SET code = 'one' WHERE id = 'n'");
            change(bench, "UPDATE \"Metric\" SET code = 'good' WHERE id = 'm'");
            assertThat(MigrationBench.rows(target, METRICS)).containsExactly("good|South|5000", "one|North|5000");
            assertThat(MigrationBench.rows(target, VALUES)).containsExactly("1|South", "2|North");
            assertThat(MigrationBench.rows(target, NOTES)).containsExactly("North|good");
            assertThat(MigrationBench.rows(target, IDS)).isEqualTo(ids);
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aRowThatIsRefusedInTheBackfillKeepsItsChildrenOut() throws Exception {
        MigrationBench.execute(legacy, "UPDATE \"Metric\" SET code = 'bad' WHERE id = 'm'");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            theOtherMetricIsAlone();

            change(bench, "UPDATE \"Metric\" SET code = 'good' WHERE id = 'm'");
            assertThat(MigrationBench.rows(target, METRICS)).containsExactly("good|North|5000", "two|North|5000");
            assertThat(MigrationBench.rows(target, VALUES)).containsExactly("1|North", "2|North");
            assertThat(MigrationBench.rows(target, NOTES)).containsExactly("North|good");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void oneTransactionThatRefusesARowAndMovesItsChildLosesNeither() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            change(bench, """
                    BEGIN;
                    UPDATE "Value" SET "metricId" = 'n' WHERE id = 'v';
                    UPDATE "Metric" SET "clinicId" = NULL WHERE id = 'm';
                    UPDATE "Metric" SET code = 'one' WHERE id = 'n';
                    UPDATE "Value" SET "metricId" = 'm' WHERE id = 'w';
                    COMMIT""");
            assertThat(MigrationBench.rows(target, METRICS)).containsExactly("one|North|5000");
            assertThat(MigrationBench.rows(target, VALUES)).containsExactly("1|North");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("m", "w");
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "DELETE FROM \"Note\"");
            change(bench, "DELETE FROM \"Value\" WHERE id = 'w'");
            change(bench, "DELETE FROM \"Metric\" WHERE id = 'm'");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void anAccountStaysWhenItsProfileIsRefused() throws Exception {
        String profiles =
                "SELECT a.email, c.name FROM profiles p JOIN auth.accounts a USING (id) JOIN clinics c ON c.id = p.clinic_id";
        String links = IDS.replace("ORDER", "WHERE table_name = 'Person' ORDER");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            List<String> accounts = MigrationBench.rows(target, "SELECT id, email FROM auth.accounts ORDER BY 2");
            List<String> linked = MigrationBench.rows(target, links);

            change(bench, "UPDATE \"Person\" SET \"clinicId\" = NULL WHERE id = 'made'");
            assertThat(MigrationBench.rows(target, profiles)).containsExactly("found@x|North");
            assertThat(bench.compare().problems()).isEmpty();

            // What is keyed by an account that was there before may have been there too.
            change(bench, "UPDATE \"Person\" SET \"clinicId\" = NULL");
            assertThat(MigrationBench.rows(target, profiles)).containsExactly("found@x|North");
            assertThat(MigrationBench.rows(target, "SELECT id, email FROM auth.accounts ORDER BY 2"))
                    .isEqualTo(accounts);
            assertThat(MigrationBench.rows(target, links)).isEqualTo(linked);

            change(bench, "UPDATE \"Person\" SET \"clinicId\" = 'south'");
            assertThat(MigrationBench.rows(target, profiles + " ORDER BY 1"))
                    .containsExactly("found@x|South", "made@x|South");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void theOtherRowOfARefusedOneKeepsItsId() throws Exception {
        MigrationBench.execute(
                target, "CREATE TABLE codes (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, code text NOT NULL)");
        String twoRows = MAPPING.replace(
                "code: code, large: large }\n",
                "code: code, large: large }\n"
                        + "      - { table: codes, columns: { id: { id: id }, clinic_id: $tenant, code: code } }\n");
        String known = "SELECT m.old_id, c.code FROM codes c LEFT JOIN crosswalk.id_mappings m"
                + " ON m.table_name = 'Metric' AND m.new_id = c.id ORDER BY 2";
        try (MigrationBench bench = new MigrationBench(legacy, target, twoRows)) {
            bench.streaming();
            change(bench, "UPDATE \"Metric\" SET code = 'bad' WHERE id = 'm'");
            change(bench, "INSERT INTO \"Metric\" VALUES ('p', 'north', 'bad', '')");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("m", "p", "v");
            assertThat(MigrationBench.rows(target, known)).containsExactlyInAnyOrder("m|bad", "p|bad", "n|two");

            change(bench, "DELETE FROM \"Metric\" WHERE id = 'p'");
            assertThat(MigrationBench.rows(target, known)).containsExactlyInAnyOrder("m|bad", "n|two");
            assertThat(MigrationBench.rows(target, "SELECT old_id FROM crosswalk.id_mappings WHERE old_id = 'p'"))
                    .isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    private void theOtherMetricIsAlone() throws Exception {
        assertThat(MigrationBench.rows(target, METRICS)).containsExactly("two|North|5000");
        assertThat(MigrationBench.rows(target, VALUES)).containsExactly("2|North");
        assertThat(MigrationBench.rows(target, NOTES)).containsExactly("North|null");
        assertThat(MigrationBench.rows(target, WAITING)).containsExactly("m", "v");
    }

    private void change(MigrationBench bench, String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
        bench.drained();
    }
}
