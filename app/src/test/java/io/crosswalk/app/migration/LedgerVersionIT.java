package io.crosswalk.app.migration;

import io.crosswalk.app.ExitCode;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Ledgers of other versions: an older one is taken along, whatever dies on the way; a newer one is refused and left alone. */
@Databases
class LedgerVersionIT {

    private static final String OF_VERSION_1 = """
            DROP TABLE crosswalk.writers;
            DROP INDEX crosswalk.quarantine_retry;
            ALTER TABLE crosswalk.quarantine DROP COLUMN retry_requested, DROP COLUMN waived_at, DROP COLUMN waived_by,
                DROP COLUMN waived_reason;
            UPDATE crosswalk.ledger SET version = 1""";

    @ParameterizedTest
    @EnumSource(names = {"CONTROL_SCHEMA_WRITTEN", "CONTROL_SCHEMA_INSTALLED", "SEAT_SIGNED"})
    void aMigrationOfAnOlderVersionGoesOn(
            Failpoint place, @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        try (StatefulPractice practice = new StatefulPractice(folder, legacy, target)) {
            practice.stream();
            MigrationBench.execute(target, OF_VERSION_1);

            practice.runUntilDeath(place, 1);
            practice.assertGoesOnToEquality();
        }
    }

    @Test
    void aMigrationOfANewerVersionIsRefusedUntouched(
            @Legacy Database legacy, @Target Database target, @TempDir Path folder) throws Exception {
        try (StatefulPractice practice = new StatefulPractice(folder, legacy, target)) {
            practice.stream();
            MigrationBench.execute(target, "UPDATE crosswalk.ledger SET version = 99; DROP TABLE crosswalk.writers");

            for (String command : new String[] {"run", "status", "pause"}) {
                assertThat(practice.said(ExitCode.REFUSED, command, "-c", practice.configuration()))
                        .containsPattern(
                                "newer Crosswalk \\(control tables version 99, this one knows \\d+\\): run that version");
            }
            assertThat(MigrationBench.rows(
                            target,
                            "SELECT version, last_failure, to_regclass('crosswalk.writers') FROM crosswalk.ledger"))
                    .containsExactly("99|null|null");
        }
    }
}
