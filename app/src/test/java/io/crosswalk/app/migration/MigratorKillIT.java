package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.LegacyApplication;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P2, to start with: a migrator that is killed and started again loses nothing and doubles nothing. */
@Databases
class MigratorKillIT {

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @TempDir
    private Path folder;

    private MigratorBench bench;

    @BeforeEach
    void fill() throws Exception {
        bench = MigratorBench.kamdental(folder, legacy, target, 20_000);
    }

    @Test
    void aMigratorKilledInTheBackfillLosesAndDoublesNothing() throws Exception {
        try (LegacyApplication application = new LegacyApplication(legacy, 11, 100, 2);
                MigratorProcess migrator = bench.migrator()) {
            application.start();
            migrator.start();
            for (int killed = 1; killed <= 2; killed++) {
                int loaded = killed * 15;
                bench.await(() -> bench.chunks("loaded_at IS NOT NULL") >= loaded);
                migrator.kill();
                assertThat(bench.chunks("loaded_at IS NULL"))
                        .as("chunks left at kill %d", killed)
                        .isPositive();
                migrator.start();
            }
            bench.await(() -> bench.phase().equals("STREAMING"));
            application.stop();

            bench.assertEqualOnceDrained();

            assertThat(MigrationBench.rows(target, "SELECT count(DISTINCT snapshot) FROM crosswalk.chunks"))
                    .containsExactly("3");
        }
    }

    @Test
    void aMigratorKilledWhileStreamingLosesAndDoublesNothing() throws Exception {
        try (LegacyApplication application = new LegacyApplication(legacy, 11, 150, 3);
                MigratorProcess migrator = bench.migrator()) {
            migrator.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            application.start();
            for (int killed = 1; killed <= 3; killed++) {
                long before = bench.transactions();
                bench.await(() -> bench.transactions() > before + 60);
                migrator.kill();
                migrator.start();
            }
            application.stop();

            bench.assertEqualOnceDrained();
        }
    }
}
