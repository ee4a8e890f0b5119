package io.crosswalk.app.migration;

import io.crosswalk.app.ExitCode;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Two migrators of one name, of which the first one sleeps and wakes up. */
@Databases
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
class TakeoverIT {

    private MigratorBench bench;
    private MigratorProcess second;

    @BeforeEach
    void fill(@Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        bench = MigratorBench.kamdental(folder, legacy, target, 1_000);
        Path another = Files.createDirectory(folder.resolve("another"));
        for (String file : new String[] {"crosswalk.yaml", "legacy", "target", "keyset"}) {
            Files.copy(folder.resolve(file), another.resolve(file));
        }
        second = new MigratorProcess(another.resolve("crosswalk.yaml"));
    }

    private static void signal(MigratorProcess process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitEnd(MigratorProcess process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (process.isAlive()) {
            assertThat(System.nanoTime()).as(process.output()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Changes that both would have to carry, were they both to write. */
    private void write(String name) throws Exception {
        MigrationBench.execute(
                bench.legacy(),
                "UPDATE \"Clinic\" SET name = '" + name + "'; UPDATE \"MetricValue\" SET \"sourceSheet\" = '" + name
                        + "'");
    }

    @Test
    void aSecondMigratorIsRefusedAndTheFirstOneIsNamed() throws Exception {
        try (MigratorProcess first = bench.migrator();
                MigratorProcess other = second) {
            first.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            other.start();
            awaitEnd(other);

            assertThat(other.exit()).as(other.output()).hasValue(ExitCode.REFUSED);
            assertThat(other.output())
                    .containsPattern(
                            "another migrator writes killed: crosswalk sink killed from [^,]+, pid \\d+, since 2");
            assertThat(MigrationBench.rows(bench.target(), "SELECT last_failure FROM crosswalk.ledger"))
                    .containsExactly("null");
            bench.assertEqualOnceDrained();
        }
    }

    @Test
    void aMigratorThatWakesUpAfterAnotherOneTookOverWritesNothing() throws Exception {
        try (MigratorProcess sleeper = bench.migrator();
                MigratorProcess successor = second) {
            sleeper.start();
            bench.await(() -> bench.phase().equals("STREAMING"));
            write("before");
            signal(sleeper, "-STOP");
            write("while it sleeps");
            cutConnections(bench.target());
            cutConnections(bench.legacy());

            successor.start();
            long before = bench.transactions();
            bench.await(() -> bench.transactions() > before);
            signal(sleeper, "-CONT");
            write("after");
            awaitEnd(sleeper);

            assertThat(sleeper.exit()).as(sleeper.output()).hasValue(ExitCode.REFUSED);
            assertThat(sleeper.output()).containsPattern("another migrator (has taken over|writes) killed");
            assertThat(successor.isAlive()).as(successor.output()).isTrue();
            assertThat(MigrationBench.rows(bench.target(), "SELECT last_failure FROM crosswalk.ledger"))
                    .containsExactly("null");
            new MigratorBench(bench.legacy(), bench.target(), successor).assertEqualOnceDrained();
        }
    }

    private static void cutConnections(Database database) throws Exception {
        MigrationBench.execute(
                database,
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
