package io.crosswalk.testbed.torture;

import io.crosswalk.testbed.fieldwork.FieldworkLegacy;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.rows.Population;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.SchemaReader;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.workload.WorkloadReport;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The torture's workload does what it promises to, before anybody migrates anything. */
@Databases
class TortureWorkloadIT {

    private static final long SEED = 5;

    @Test
    void everyShapeRunsOverFieldworkAndTheHistoryTellsTheLastState(@Legacy Database legacy) throws Exception {
        Schema schema;
        try (Connection connection = legacy.connect()) {
            FieldworkLegacy.create(connection);
            schema = FieldworkLegacy.schema(connection);
            Guidance guidance = FieldworkLegacy.guidance().scaled(0.1);
            new Population(schema, guidance, SEED).fill(connection);
            TortureTables.createLegacy(connection);
        }
        tortures(legacy, schema, FieldworkLegacy.guidance());
    }

    @Test
    void everyShapeRunsOverKamdentalAndTheHistoryTellsTheLastState(@Legacy Database legacy) throws Exception {
        Schema schema;
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(SEED, 500).fill(connection, (table, done, of) -> {});
            schema = SchemaReader.read(connection, Set.of("public"));
            TortureTables.createLegacy(connection);
        }
        tortures(legacy, schema, Guidance.none(Set.of("public")).leaving(Set.of(TableName.of("_prisma_migrations"))));
    }

    private static void tortures(Database legacy, Schema schema, Guidance guidance) throws Exception {
        WorkloadReport report;
        try (Torture torture = new Torture(legacy, schema, guidance, new TortureSettings(SEED, 3, 500))) {
            torture.changeSchema();
            torture.start();
            torture.huge(5_000);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (torture.committed() < 250 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            report = torture.stop();
        }
        assertThat(report.committed()).as("%s", report).isGreaterThanOrEqualTo(250);
        assertThat(report.refusedShare()).as("%s", report).isLessThan(0.15);
        assertThat(report.done())
                .containsKeys(
                        "Transfer",
                        "SeatSwap",
                        "NestedSavepoints",
                        "SameKeyAgain",
                        "BulkLoad",
                        "CommitPrepared",
                        "SchemaChange");
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            // One row was there before.
            List<History.Entry> history = History.read(connection);
            assertThat(history).hasSize((int) report.committed() + 1);
            try (ResultSet row = statement.executeQuery("SELECT " + Sides.LEGACY.sum())) {
                assertThat(row.next()).isTrue();
                assertThat(row.getLong(1)).isZero();
            }
            try (ResultSet row = statement.executeQuery("SELECT " + Sides.LEGACY.digest())) {
                assertThat(row.next()).isTrue();
                assertThat(history.get(history.size() - 1).digest()).isIn("", row.getString(1));
            }
        }
    }
}
