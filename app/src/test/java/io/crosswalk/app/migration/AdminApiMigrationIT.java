package io.crosswalk.app.migration;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.auth.FakeAuth.Fault;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Whole migrations whose accounts are made by the Admin API of Supabase Auth, and by one that misbehaves. */
@Databases
class AdminApiMigrationIT {

    private StatefulPractice practice;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        practice = new StatefulPractice(folder, legacy, target);
    }

    @AfterEach
    void close() throws Exception {
        practice.close();
    }

    @Test
    void aServiceThatFailsCutsOffAndRepeatsItselfMakesEachAccountOnce() throws Exception {
        List<Fault> faults = List.of(Fault.TOO_MANY, Fault.DONE_AND_CUT, Fault.REPEATED, Fault.UNAVAILABLE);
        practice.auth().faults.addAll(faults);
        practice.stream();
        practice.auth().faults.addAll(faults);
        // More than one call is tried: the batch is begun again.
        practice.auth().faults.addAll(Collections.nCopies(6, Fault.UNAVAILABLE));
        practice.write(30);

        practice.assertGoesOnToEquality();

        assertThat(practice.auth().faults).isEmpty();
    }

    @Test
    void anAccountThatAKilledMigratorMadeSaysWhatItsUserSaysNow() throws Exception {
        practice.stream();
        practice.runUntilDeath(Failpoint.ACCOUNT_MADE, 1);
        MigrationBench.execute(
                practice.legacy(),
                "UPDATE \"User\" SET email = 'newer.' || id || '@example.org', \"passwordHash\" = 'newer' WHERE id LIKE 'n%'");

        practice.assertGoesOnToEquality();
    }

    @Test
    void aPasswordThatIsTakenAwayIsTakenAwayOnBothSides() throws Exception {
        practice.stream();
        MigrationBench.execute(practice.legacy(), "UPDATE \"User\" SET \"passwordHash\" = NULL WHERE id = 'u6'");
        practice.assertGoesOnToEquality();
    }
}
