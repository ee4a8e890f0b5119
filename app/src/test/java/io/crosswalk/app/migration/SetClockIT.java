package io.crosswalk.app.migration;

import io.crosswalk.app.clock.ChildClock;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A wall clock that somebody sets while a migration streams delays nothing. */
@Databases
class SetClockIT {

    private static final int STEPS = 4;
    private static final long PAUSE_MILLIS = 37;

    private MigratorBench bench;
    private ChildClock clock;

    @BeforeEach
    void fill(@Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        bench = MigratorBench.kamdental(folder, legacy, target, 1_000);
        clock = ChildClock.in(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "PT1H", "-P400D", "P400D"})
    void changesArriveAfterTheClockWasSet(Duration jump) throws Exception {
        try (MigratorProcess migrator = bench.migrator()) {
            migrator.startWith(clock);
            bench.await(() -> bench.phase().equals("STREAMING"));
            arrives("before");

            set(Duration.ZERO, jump);
            arrives("after");
            awaitNotice(!jump.isNegative());

            set(jump, Duration.ZERO);
            arrives("set right again");
            awaitNotice(jump.isNegative());
            bench.assertEqualOnceDrained();
        }
    }

    /** In some steps, so that at least one of them meets a stream that waits for a change. */
    private void set(Duration from, Duration to) throws Exception {
        for (int step = 1; step <= STEPS; step++) {
            clock.set(from.plus(to.minus(from).multipliedBy(step).dividedBy(STEPS)));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void awaitNotice(boolean forward) throws Exception {
        String notice = "the clock of this machine was set " + (forward ? "forward" : "back") + " by ";
        bench.await(() -> bench.migrator().output().contains(notice));
    }

    private void arrives(String name) throws Exception {
        MigrationBench.execute(bench.legacy(), "UPDATE \"Clinic\" SET name = '" + name + "'");
        bench.await(() -> MigrationBench.rows(bench.target(), "SELECT DISTINCT name FROM public.clinics")
                .equals(List.of(name)));
    }
}
