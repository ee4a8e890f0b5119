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

/** Promise P2 in a resync, at the places that it comes by as a first run does. */
@Databases
class ResyncFailpointsIT {

    @ParameterizedTest
    @EnumSource(
            value = Failpoint.class,
            names = {
                "LEFT_SLOT_DROPPED",
                "BEGINNING_NOTED",
                "SLOT_CREATED",
                "SLOT_WITNESSED",
                "LEDGER_OPENED",
                "CHUNK_COMMITTED",
                "BACKFILL_FINISHED"
            })
    void whoeverDiesInAResyncLosesAndDoublesNothing(
            Failpoint place, @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        try (StatefulPractice practice = new StatefulPractice(folder, legacy, target)) {
            FailpointWays.resync(place).lead(practice);
            practice.assertGoesOnToEquality();
        }
    }
}
