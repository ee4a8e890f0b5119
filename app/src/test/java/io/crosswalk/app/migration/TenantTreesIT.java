package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens to whole trees of rows: deleted with cascades, given another key, completed by a late parent, met by an account. */
@Databases
class TenantTreesIT {

    /** A clinic with one row of everything; %s is part of every id. */
    private static final String CLINIC = """
            INSERT INTO "Clinic" (id, name, location, status, "updatedAt") VALUES ('c%1$s', '%1$s', 'L', 'active', now());
            INSERT INTO "User" (id, email, name, role, "clinicId", "updatedAt")
            VALUES ('u%1$s', 'User.%1$s@Example.org', 'U', 'dentist', 'c%1$s', now());
            INSERT INTO "Provider" (id, name, "providerType", status, "clinicId", "updatedAt")
            VALUES ('p%1$s', 'P', 'dentist', 'active', 'c%1$s', now());
            INSERT INTO "MetricDefinition" (id, name, description, "dataType", category, "isComposite", "updatedAt")
            VALUES ('m%1$s', 'M%1$s', 'm', 'number', 'c', false, now());
            INSERT INTO "_ProviderToMetricDefinition" ("A", "B") VALUES ('m%1$s', 'p%1$s');
            INSERT INTO "DataSource" (id, name, "spreadsheetId", "sheetName", "syncFrequency", "connectionStatus", "accessToken",
                                      "clinicId", "updatedAt")
            VALUES ('s%1$s', 'S', 'sheet', 'one', 'daily', 'connected', 'token', 'c%1$s', now());
            INSERT INTO "ColumnMapping" (id, "columnName", "dataSourceId", "metricDefinitionId", "updatedAt")
            VALUES ('x%1$s', 'A', 's%1$s', 'm%1$s', now());
            INSERT INTO "MetricValue" (id, date, value, "sourceType", "metricDefinitionId", "clinicId", "providerId", "dataSourceId",
                                       "updatedAt")
            VALUES ('v%1$s', now(), '1', 'x', 'm%1$s', NULL, 'p%1$s', 's%1$s', now());
            INSERT INTO "Dashboard" (id, name, "isDefault", "userId", "updatedAt") VALUES ('d%1$s', 'D', true, 'u%1$s', now());
            INSERT INTO "Widget" (id, "widgetType", "positionX", "positionY", width, height, "dashboardId", "updatedAt")
            VALUES ('w%1$s', 'chart', 0, 0, 1, 1, 'd%1$s', now());
            """;

    /** Every foreign key of the legacy schema deletes along. */
    private static final String CASCADES = """
            DO $$ DECLARE k record; BEGIN
            FOR k IN SELECT conrelid::regclass AS t, conname, pg_get_constraintdef(oid) AS def FROM pg_constraint
                     WHERE contype = 'f' AND connamespace = 'public'::regnamespace LOOP
              EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.t, k.conname);
              EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.t, k.conname,
                             regexp_replace(k.def, 'ON DELETE (RESTRICT|SET NULL|CASCADE)', 'ON DELETE CASCADE'));
            END LOOP; END $$""";

    private static final String OF_CLINICS = """
            SELECT c.name, count(*) FROM (SELECT clinic_id FROM user_clinic_roles UNION ALL SELECT clinic_id FROM providers
              UNION ALL SELECT clinic_id FROM spreadsheet_connections UNION ALL SELECT clinic_id FROM google_credentials
              UNION ALL SELECT clinic_id FROM column_mappings UNION ALL SELECT clinic_id FROM metric_values
              UNION ALL SELECT clinic_id FROM dashboards UNION ALL SELECT clinic_id FROM widgets
              UNION ALL SELECT clinic_id FROM provider_metric_definitions) r JOIN clinics c ON c.id = r.clinic_id GROUP BY 1 ORDER BY 1""";

    private static final String CONFIGURATION =
            "SELECT jsonb_array_length(mapping_config) FROM spreadsheet_connections";

    private Database legacy;
    private Database target;

    @BeforeEach
    void create(@Legacy Database old, @Target Database young) throws Exception {
        legacy = old;
        target = young;
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
        MigrationBench.execute(legacy, CASCADES);
        MigrationBench.execute(legacy, CLINIC.formatted("north"));
    }

    private MigrationBench bench() {
        return new MigrationBench(
                legacy, target, BundledMapping.text("kamdental").orElseThrow());
    }

    private void assertNothingWaitsAndBothSidesAreEqual(MigrationBench bench) throws Exception {
        assertThat(MigrationBench.rows(target, "SELECT target_table, reason FROM crosswalk.quarantine"))
                .isEmpty();
        assertThat(bench.compare().problems()).isEmpty();
    }

    @Test
    void aClinicIsDeletedWithAllThatCascades() throws Exception {
        MigrationBench.execute(legacy, CLINIC.formatted("south"));
        try (MigrationBench bench = bench()) {
            bench.streaming();
            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("north|9", "south|9");

            MigrationBench.execute(legacy, "DELETE FROM \"Clinic\" WHERE id = 'cnorth'");
            bench.drained();

            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("south|9");
            assertThat(MigrationBench.rows(target, CONFIGURATION)).containsExactly("1");
            assertThat(MigrationBench.rows(target, "SELECT email FROM auth.users"))
                    .containsExactly("user.south@example.org");
            assertNothingWaitsAndBothSidesAreEqual(bench);
        }
    }

    @Test
    void parentsGetOtherKeysAndTheirChildrenFollow() throws Exception {
        try (MigrationBench bench = bench()) {
            bench.streaming();
            for (String table :
                    new String[] {"Clinic", "Provider", "MetricDefinition", "DataSource", "Dashboard", "User"}) {
                MigrationBench.execute(legacy, "UPDATE \"" + table + "\" SET id = id || '2'");
            }
            bench.drained();

            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("north|9");
            assertThat(MigrationBench.rows(target, CONFIGURATION)).containsExactly("1");
            assertNothingWaitsAndBothSidesAreEqual(bench);
        }
    }

    @Test
    void aParentThatArrivesMuchLaterReleasesTheTreeBelowIt() throws Exception {
        try (MigrationBench bench = bench()) {
            bench.streaming();
            // As a restore or a bulk load with triggers off does it: children first, in transactions of their own.
            MigrationBench.execute(
                    legacy,
                    "SET session_replication_role = replica;"
                            + " INSERT INTO \"Widget\" (id, \"widgetType\", \"positionX\", \"positionY\", width, height, \"dashboardId\", \"updatedAt\")"
                            + " VALUES ('wlate', 'chart', 0, 0, 1, 1, 'dlate', now())");
            MigrationBench.execute(
                    legacy,
                    "SET session_replication_role = replica;"
                            + " INSERT INTO \"Dashboard\" (id, name, \"isDefault\", \"userId\", \"updatedAt\") VALUES ('dlate', 'D', true, 'ulate', now())");
            for (int i = 0; i < 20; i++) {
                MigrationBench.execute(legacy, "UPDATE \"Clinic\" SET status = 'busy" + i + "'");
            }
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT target_table FROM crosswalk.quarantine ORDER BY 1"))
                    .containsExactly("public.dashboards", "public.widgets");
            assertThat(bench.compare().problems()).isEmpty();

            MigrationBench.execute(
                    legacy,
                    "INSERT INTO \"User\" (id, email, name, role, \"clinicId\", \"updatedAt\")"
                            + " VALUES ('ulate', 'late@x', 'U', 'admin', 'cnorth', now())");
            bench.drained();

            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("north|12");
            assertNothingWaitsAndBothSidesAreEqual(bench);
        }
    }

    @Test
    void anAccountThatIsThereBeforeIsLinkedAndLeftAsItIs() throws Exception {
        account("11111111-1111-4111-8111-111111111111", "user.NORTH@example.org");
        try (MigrationBench bench = bench()) {
            bench.streaming();
            MigrationBench.execute(legacy, "UPDATE \"User\" SET name = 'Renamed', email = 'other@example.org'");
            bench.drained();

            assertLinked("11111111-1111-4111-8111-111111111111", "user.NORTH@example.org");
            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("north|9");
            assertNothingWaitsAndBothSidesAreEqual(bench);
        }
    }

    @Test
    void anAccountThatAppearsDuringTheRunIsLinkedToo() throws Exception {
        try (MigrationBench bench = bench()) {
            bench.streaming();
            account("22222222-2222-4222-8222-222222222222", "user.south@example.org");
            MigrationBench.execute(legacy, CLINIC.formatted("south"));
            bench.drained();

            assertLinked("22222222-2222-4222-8222-222222222222", "user.south@example.org");
            assertThat(MigrationBench.rows(target, OF_CLINICS)).containsExactly("north|9", "south|9");
            assertNothingWaitsAndBothSidesAreEqual(bench);
        }
    }

    private void account(String id, String email) throws Exception {
        MigrationBench.execute(target, """
                INSERT INTO auth.users (id, instance_id, aud, role, email, created_at)
                VALUES ('%s', '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', '%s', '2020-01-01')""".formatted(id, email));
    }

    private void assertLinked(String id, String email) throws Exception {
        assertThat(MigrationBench.rows(
                        target, "SELECT id, email, created_at::date FROM auth.users WHERE created_at < '2021-01-01'"))
                .containsExactly(id + "|" + email + "|2020-01-01");
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT count(*) FROM dashboards d JOIN profiles p ON p.id = d.user_id WHERE p.id = '" + id
                                + "'"))
                .containsExactly("1");
    }
}
