package io.crosswalk.app.migration;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

/**
 * Promise P2 at every place where something becomes durable: a process that dies right there leaves something that the next one goes on
 * from, and both sides end equal.
 */
@Databases
class FailpointsIT {

    @ParameterizedTest
    @EnumSource(Failpoint.class)
    void whoeverDiesThereLosesAndDoublesNothing(
            Failpoint place, @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        try (StatefulPractice practice = new StatefulPractice(folder, legacy, target)) {
            FailpointWays.way(place).lead(practice);
            practice.prepare();
            practice.assertGoesOnToEquality();
        }
    }
}
