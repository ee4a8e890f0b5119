package io.crosswalk.app.migration;

import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.FillProgress;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole way for the first user: rows that are there, and what an application writes meanwhile. */
class KamdentalMigrationIT {

    private static final FillProgress SILENT = (table, done, of) -> {};

    @Test
    @Databases(version = 17)
    void aLiveDatabaseArrivesWholeOnPostgres17(@Legacy Database legacy, @Target Database target) throws Exception {
        arrivesWhole(legacy, target, "public");
    }

    @Test
    @Databases(version = 15)
    void aLiveDatabaseArrivesWholeOnPostgres15(@Legacy Database legacy, @Target Database target) throws Exception {
        arrivesWhole(legacy, target, "public");
    }

    @Test
    @Databases
    void bothSchemasMayLieInOneDatabase(Database database) throws Exception {
        arrivesWhole(database, database, "app");
    }

    private static void arrivesWhole(Database legacy, Database target, String schema) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(7, 5_000).fill(connection, SILENT);
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection, schema);
            // An account that was there before: linked by its address in lower case, never written.
            MigrationBench.execute(target, """
                    INSERT INTO auth.users (id, instance_id, aud, role, email, created_at)
                    VALUES ('77777777-7777-4777-8777-777777777777', '00000000-0000-0000-0000-000000000000', 'authenticated',
                            'authenticated', 'linked@example.org', '2020-01-01')""");
        }
        MigrationBench.execute(legacy, """
                UPDATE "User" SET email = 'Linked@Example.org'
                WHERE id = (SELECT id FROM "User" WHERE "clinicId" IS NOT NULL ORDER BY id LIMIT 1)""");
        String mapping =
                BundledMapping.text("kamdental").orElseThrow().replace("\ntarget: public", "\ntarget: " + schema);
        try (LegacyApplication application = new LegacyApplication(legacy, 7, 100, 2);
                MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            bench.follows(application, 600);

            ComparisonReport report = bench.compare();

            assertThat(report.problems()).isEmpty();
            assertThat(report.tables()).hasSize(17);
            assertThat(report.quarantined().keySet()).containsOnly(schema + ".metric_values");
        }
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT id, created_at::date FROM auth.users WHERE lower(email) = 'linked@example.org'"))
                .containsExactly("77777777-7777-4777-8777-777777777777|2020-01-01");
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT sum(jsonb_array_length(mapping_config)) = (SELECT count(*) FROM " + schema
                                + ".column_mappings) FROM " + schema + ".spreadsheet_connections"))
                .containsExactly("t");
        assertNothingIsLeftBehind(target, schema);
    }

    /** What the backfill took away is there again, and no row points nowhere. */
    private static void assertNothingIsLeftBehind(Database target, String schema) throws Exception {
        assertThat(MigrationBench.rows(target, "SELECT object_name FROM crosswalk.deferred"))
                .isEmpty();
        assertThat(MigrationBench.rows(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        List<String> indexes = MigrationBench.rows(
                target,
                "SELECT count(*) FROM pg_indexes WHERE schemaname = '" + schema + "' AND indexname LIKE '%clinic_id%'");
        assertThat(Integer.parseInt(indexes.get(0))).isGreaterThan(8);
        String orphans = "SELECT count(*) FROM %1$s.widgets w LEFT JOIN %1$s.dashboards d ON d.id = w.dashboard_id"
                + " WHERE d.id IS NULL OR d.clinic_id <> w.clinic_id";
        assertThat(MigrationBench.rows(target, orphans.formatted(schema))).containsExactly("0");
        String tenants = "SELECT count(*) FROM %1$s.dashboards d JOIN %1$s.user_clinic_roles r ON r.user_id = d.user_id"
                + " WHERE r.clinic_id <> d.clinic_id";
        assertThat(MigrationBench.rows(target, tenants.formatted(schema))).containsExactly("0");
    }
}
