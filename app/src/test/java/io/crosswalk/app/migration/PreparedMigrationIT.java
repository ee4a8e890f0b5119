package io.crosswalk.app.migration;

import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.prepare.PlanApplication;
import io.crosswalk.operations.plan.prepare.PlanReader;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.BundledMapping;
import io.crosswalk.transformer.mapping.MappingReader;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole way for the first user, on a target that prepare made. */
class PreparedMigrationIT {

    @Test
    @Databases(version = 17)
    void aTargetThatPrepareMadeTakesTheWholeMigration(@Legacy Database legacy, @Target Database target)
            throws Exception {
        arrivesWhole(legacy, target, "public");
    }

    @Test
    @Databases(version = 15)
    void soItDoesInOneDatabase(Database database) throws Exception {
        arrivesWhole(database, database, "app");
    }

    @Test
    @Databases
    void andInOneSchema(Database database) throws Exception {
        arrivesWhole(database, database, "public");
    }

    private static void arrivesWhole(Database legacy, Database target, String schema) throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(7, 2_000).fill(connection, (table, done, of) -> {});
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.createSupabase(connection);
        }
        String mapping =
                BundledMapping.text("kamdental").orElseThrow().replace("\ntarget: public", "\ntarget: " + schema);
        assertThat(prepare(legacy, target, mapping)).isNotEmpty();
        assertThat(prepare(legacy, target, mapping)).isEmpty();
        try (LegacyApplication application = new LegacyApplication(legacy, 7, 100, 2);
                MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            bench.follows(application, 300);
            ComparisonReport report = bench.compare();
            assertThat(report.problems()).isEmpty();
            assertThat(report.quarantined().keySet()).containsOnly(schema + ".metric_values");
        }
        assertThat(MigrationBench.rows(target, "SELECT object_name FROM crosswalk.deferred"))
                .isEmpty();
        assertThat(MigrationBench.rows(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = '" + schema
                                + ".widgets'::regclass ORDER BY 1"))
                .containsExactly(
                        "widgets_clinic_id_fkey", "widgets_dashboard_id_fkey", "widgets_metric_definition_id_fkey");
        assertThat(prepare(legacy, target, mapping)).as("after the run").isEmpty();
        aSignUpGetsItsProfile(target, schema);
    }

    private static List<String> prepare(Database legacy, Database target, String mapping) throws SQLException {
        try (Connection connection = MigrationBench.address(target).connect("test")) {
            Plan plan = new PlanReader(
                            "bench", MappingReader.read(mapping, "mapping.yaml"), MigrationBench.address(legacy))
                    .read(connection);
            return new PlanApplication("bench", connection, Duration.ofSeconds(5)).apply(plan);
        }
    }

    private static void aSignUpGetsItsProfile(Database target, String schema) throws SQLException {
        MigrationBench.execute(target, """
                INSERT INTO auth.users (id, email, raw_user_meta_data)
                VALUES ('88888888-8888-4888-8888-888888888888', 'new@example.org', '{"name": "New"}')""");
        assertThat(MigrationBench.rows(
                        target,
                        "SELECT email, name, created_at IS NOT NULL FROM " + schema
                                + ".profiles WHERE id = '88888888-8888-4888-8888-888888888888'"))
                .containsExactly("new@example.org|New|t");
    }
}
