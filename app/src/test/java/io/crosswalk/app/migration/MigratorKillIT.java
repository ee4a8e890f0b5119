package io.crosswalk.app.migration;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.kamdental.KamdentalTarget;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.kamdental.LegacyPopulation;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P2, to start with: a migrator that is killed and started again loses nothing and doubles nothing. */
@Databases
class MigratorKillIT {

    private static final long PATIENCE_SECONDS = 120;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
            new LegacyPopulation(11, 20_000).fill(connection, (table, done, of) -> {});
        }
        try (Connection connection = target.connect()) {
            KamdentalTarget.create(connection);
        }
    }

    @Test
    void aMigratorKilledInTheBackfillLosesAndDoublesNothing() throws Exception {
        try (LegacyApplication application = new LegacyApplication(legacy, 11, 100, 2);
                MigratorProcess migrator = new MigratorProcess(folder, legacy, target)) {
            application.start();
            migrator.start();
            for (int killed = 1; killed <= 2; killed++) {
                int loaded = killed * 15;
                await(migrator, () -> chunks("loaded_at IS NOT NULL") >= loaded);
                migrator.kill();
                assertThat(chunks("loaded_at IS NULL"))
                        .as("chunks left at kill %d", killed)
                        .isPositive();
                migrator.start();
            }
            await(migrator, () -> phase().equals("STREAMING"));
            application.stop();

            assertEqualOnceDrained(migrator);

            assertThat(MigrationBench.rows(target, "SELECT count(DISTINCT snapshot) FROM crosswalk.chunks"))
                    .containsExactly("3");
        }
    }

    @Test
    void aMigratorKilledWhileStreamingLosesAndDoublesNothing() throws Exception {
        try (LegacyApplication application = new LegacyApplication(legacy, 11, 150, 3);
                MigratorProcess migrator = new MigratorProcess(folder, legacy, target)) {
            migrator.start();
            await(migrator, () -> phase().equals("STREAMING"));
            application.start();
            for (int killed = 1; killed <= 3; killed++) {
                long before = transactions();
                await(migrator, () -> transactions() > before + 60);
                migrator.kill();
                migrator.start();
            }
            application.stop();

            assertEqualOnceDrained(migrator);
        }
    }

    private void assertEqualOnceDrained(MigratorProcess migrator) throws Exception {
        String end = MigrationBench.rows(legacy, "SELECT pg_current_wal_lsn()").get(0);
        await(
                migrator,
                () -> MigrationBench.rows(target, "SELECT position >= '" + end + "' FROM crosswalk.ledger")
                        .contains("t"));
        // What a backfill of several snapshots left for later is built while the stream runs.
        await(
                migrator,
                () -> MigrationBench.rows(target, "SELECT 1 FROM crosswalk.deferred")
                        .isEmpty());
        // 143 is SIGTERM's; what counts is that it ends by itself.
        assertThat(migrator.terminate()).isIn(0, 143);
        ComparisonReport report = compare(migrator);
        assertThat(report.problems()).isEmpty();
        assertThat(MigrationBench.rows(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        assertThat(migrator.output()).doesNotContain(legacy.password(), target.password());
    }

    private static ComparisonReport compare(MigratorProcess migrator) throws Exception {
        Configuration configuration = Configuration.read(migrator.configuration(), Map.of());
        MigrationSettings settings = ConfiguredMigration.settings(configuration);
        return Preparation.comparison(settings).run(table -> {});
    }

    private void await(MigratorProcess migrator, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            assertThat(migrator.isAlive())
                    .as("migrator alive; it said:%n%s", migrator.output())
                    .isTrue();
            assertThat(System.nanoTime())
                    .as("deadline; the migrator said:%n%s", migrator.output())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private int chunks(String condition) throws Exception {
        return exists("crosswalk.chunks")
                ? Integer.parseInt(
                        MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.chunks WHERE " + condition)
                                .get(0))
                : 0;
    }

    private String phase() throws Exception {
        return exists("crosswalk.ledger")
                ? MigrationBench.rows(target, "SELECT coalesce(max(phase), 'none') FROM crosswalk.ledger")
                        .get(0)
                : "none";
    }

    private long transactions() throws Exception {
        return Long.parseLong(MigrationBench.rows(target, "SELECT transactions FROM crosswalk.ledger")
                .get(0));
    }

    private boolean exists(String table) throws Exception {
        return MigrationBench.rows(target, "SELECT to_regclass('" + table + "') IS NOT NULL")
                .contains("t");
    }
}
