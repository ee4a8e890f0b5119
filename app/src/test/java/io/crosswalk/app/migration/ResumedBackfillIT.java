package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A backfill that was killed reads only what is left, and says from where on the target is consistent. */
@Databases
class ResumedBackfillIT {

    private static final String LOADED =
            "SELECT table_name, number, loaded_at FROM crosswalk.chunks WHERE loaded_at IS NOT NULL ORDER BY 1, 2";

    @Test
    void aBackfillKilledAtNinetyPercentReadsTheUnfinishedChunksOnly(
            @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        MigratorBench bench = MigratorBench.kamdental(folder, legacy, target, 2_500);
        try (LegacyApplication application = new LegacyApplication(legacy, 11, 50, 1);
                MigratorProcess migrator = bench.migrator()) {
            application.start();
            migrator.startDoomed(Failpoint.LEDGER_OPENED, 1);
            bench.awaitExit(137);
            int chunks = bench.chunks("true");
            migrator.startDoomed(Failpoint.CHUNK_COMMITTED, chunks * 9 / 10);
            bench.awaitExit(137);
            List<String> loaded = MigrationBench.rows(target, LOADED);
            assertThat(loaded).hasSizeBetween(chunks * 9 / 10, chunks - 1);
            assertThat(MigrationBench.rows(target, "SELECT consistent_from FROM crosswalk.ledger"))
                    .containsExactly("null");

            migrator.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            application.stop();

            assertThat(MigrationBench.rows(target, LOADED)).hasSize(chunks).containsAll(loaded);
            assertThat(
                            MigrationBench.rows(
                                    target,
                                    "SELECT consistent_from = (SELECT max(snapshot) FROM crosswalk.chunks) FROM crosswalk.ledger"))
                    .containsExactly("t");
            bench.assertEqualOnceDrained();
        }
        assertThat(MigrationBench.rows(
                        target, "SELECT position >= consistent_from, consistent_at IS NOT NULL FROM crosswalk.ledger"))
                .containsExactly("t|t");
    }

    @Test
    void aTruncateBetweenTwoChunksOfItsTableIsRefusedAndResyncMendsIt(
            @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        MigratorBench bench = MigratorBench.kamdental(folder, legacy, target, 2_500);
        try (MigratorProcess migrator = bench.migrator()) {
            migrator.startDoomed(Failpoint.LEDGER_OPENED, 1);
            bench.awaitExit(137);
            migrator.startDoomed(Failpoint.CHUNK_COMMITTED, bench.chunks("true") / 2);
            bench.awaitExit(137);
            assertThat(bench.chunks("table_name = 'MetricValue' AND loaded_at IS NOT NULL"))
                    .isPositive();
            assertThat(bench.chunks("table_name = 'MetricValue' AND loaded_at IS NULL"))
                    .isPositive();
            MigrationBench.execute(
                    legacy,
                    "CREATE TEMP TABLE kept AS SELECT * FROM \"MetricValue\" ORDER BY md5(id) LIMIT 500;"
                            + " TRUNCATE \"MetricValue\"; INSERT INTO \"MetricValue\" SELECT * FROM kept");

            migrator.start();
            bench.awaitExit(4);
            assertThat(migrator.output()).contains("between the loading of its chunks", "crosswalk resync");

            MigrationSettings settings =
                    ConfiguredMigration.settings(Configuration.read(migrator.configuration(), Map.of()));
            new Resync(settings, new ResyncOptions(false, true, Set.of())).run();
            migrator.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            bench.assertEqualOnceDrained();
        }
        assertThat(MigrationBench.rows(target, "SELECT count(*) FROM public.metric_values"))
                .containsExactly("500");
    }
}
