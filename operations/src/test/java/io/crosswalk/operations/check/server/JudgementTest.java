package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Severity;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What no server of the tests can be: too old, wrong in its time, or bounded in its WAL. */
class JudgementTest {

    @Test
    void versionsBelow15AreRefused() {
        assertThat(ServerVersions.judge("source", 15)).isEmpty();
        assertThat(ServerVersions.judge("source", 14)).hasValueSatisfying(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
            assertThat(finding.what()).isEqualTo("it runs PostgreSQL 14");
        });
    }

    @Test
    void aLevelBelowLogicalIsRefused() {
        assertThat(LogicalDecoding.level("logical")).isEmpty();
        assertThat(LogicalDecoding.level("replica")).hasValueSatisfying(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
            assertThat(finding.remedy()).contains("wal_level = 'logical'", "restart");
        });
    }

    @Test
    void placesForSlotsAndSendersAreCounted() {
        List<Finding> findings = new ArrayList<>();
        LogicalDecoding.room(findings, "replication slots", 2, 2, "max_replication_slots");
        assertThat(findings).isEmpty();
        LogicalDecoding.room(findings, "replication slots", 1, 2, "max_replication_slots");
        LogicalDecoding.room(findings, "WAL senders", 0, 2, "max_wal_senders");
        assertThat(findings)
                .extracting(finding -> finding.severity() + " " + finding.what())
                .containsExactly("BLOCKER 1 of 2 needed replication slots are free", "BLOCKER no WAL senders are free");
    }

    @Test
    void clocksMayDifferByAsMuchAsAskingTook() {
        Instant source = Instant.EPOCH;

        assertThat(ClockDifference.judge(source, source.plusSeconds(2), Duration.ZERO))
                .isEmpty();
        assertThat(ClockDifference.judge(source, source.plusSeconds(5), Duration.ofSeconds(3)))
                .isEmpty();
        assertThat(ClockDifference.judge(source, source.minusSeconds(60), Duration.ofSeconds(3)))
                .hasValueSatisfying(finding -> assertThat(finding.what()).contains("60 seconds", "behind"));
    }

    @Test
    void aBoundIsWeighedAgainstTheRate() {
        double megabyteASecond = 1024.0 * 1024.0;

        assertThat(WalRetention.judge(100_000, megabyteASecond)).isEmpty();
        assertThat(WalRetention.judge(100, 0)).isEmpty();
        assertThat(WalRetention.judge(3600, megabyteASecond)).hasValueSatisfying(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.what()).contains("about 1.0 hours");
        });
        assertThat(WalRetention.judge(-1, megabyteASecond))
                .hasValueSatisfying(finding -> assertThat(finding.remedy()).contains("'84GB'"));
    }
}
