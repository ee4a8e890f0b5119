package io.crosswalk.app.migration;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Promise P2 in the recovery from a death: any place first, then one that every run comes by. */
@Databases
class RepeatedFailpointsIT {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoeverDiesTwiceLosesAndDoublesNothing(
            long seed, @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        Random random = new Random(seed);
        List<Failpoint> first =
                List.copyOf(EnumSet.range(Failpoint.CONTROL_SCHEMA_WRITTEN, Failpoint.DELETIONS_RECORDED));
        List<Failpoint> second = List.of(
                Failpoint.SEAT_SIGNED,
                Failpoint.PIECE_WRITTEN,
                Failpoint.BATCH_WRITTEN,
                Failpoint.BATCH_COMMITTED,
                Failpoint.CONFIRMED,
                Failpoint.ACCOUNT_MADE,
                Failpoint.ACCOUNT_DELETED);
        try (StatefulPractice practice = new StatefulPractice(folder, legacy, target)) {
            FailpointWays.way(first.get(random.nextInt(first.size()))).lead(practice);
            practice.runUntilDeath(second.get(random.nextInt(second.size())), 1);
            practice.assertGoesOnToEquality();
        }
    }
}
