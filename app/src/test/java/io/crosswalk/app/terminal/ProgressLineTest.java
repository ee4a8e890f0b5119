package io.crosswalk.app.terminal;

import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.TableProgress;
import io.crosswalk.app.status.Throttling;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aBackfillShowsBarRateAndTimeLeft() {
        assertThat(ProgressLine.of(status(RunPhase.BACKFILL, 100, true, 0)))
                .isEqualTo("backfill  [##########----------]  53% 1,600 of 3,000 rows | 100 rows/s | ETA 14s");
    }

    @Test
    void aBackfillShowsBarAndTimeLeftOfEveryTableTheLargestRestFirst() {
        assertThat(ProgressLine.tables(status(RunPhase.BACKFILL, 100, true, 0), 10))
                .containsExactly(
                        "  MetricValue [######--------------]  30% 600 of 2,000 rows | ETA 20s",
                        "  Goal        [####################] 100% 1,000 of 1,000 rows | done");
    }

    @Test
    void whatHasNoRoomIsCounted() {
        assertThat(ProgressLine.tables(status(RunPhase.BACKFILL, 100, true, 0), 1))
                .containsExactly("  and 1 smaller tables to go, 1 done");
    }

    @Test
    void aTransactionInPiecesShowsThatItMoves() {
        StatusBoard board = SampleStatus.streaming(Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(ProgressLine.of(board.status())).contains("| one transaction: 50 rows so far, for 0s");
        assertThat(StatusText.of(board.status())).contains("  open         one transaction: 50 rows so far, for 0s");
    }

    @Test
    void onlyABackfillHasLinesOfTables() {
        assertThat(ProgressLine.tables(status(RunPhase.STREAMING, 100, true, 0), 10))
                .isEmpty();
    }

    @Test
    void aBlockLeavesTheCursorWhereTheNextOneBegins() {
        assertThat(Terminal.block(List.of("a", "b", "c")))
                .isEqualTo("\r\u001b[J\u001b[?7la\nb\nc\u001b[?7h\r\u001b[2A");
        assertThat(Terminal.block(List.of("a"))).doesNotContain("A").endsWith("\r");
    }

    @Test
    void withoutARateTheTimeLeftIsUnknown() {
        assertThat(ProgressLine.of(status(RunPhase.BACKFILL, 0, true, 0))).endsWith("| ETA unknown");
    }

    @Test
    void aStreamShowsLagInTimeAndBytes() {
        assertThat(ProgressLine.of(status(RunPhase.STREAMING, 1234, true, 0)))
                .isEqualTo("streaming lag 1,500 ms, 20.0 kB | 1,234 rows/s | 42 transactions");
    }

    @Test
    void whatIsNotConsistentOrInQuarantineIsTold() {
        assertThat(ProgressLine.of(status(RunPhase.STREAMING, 1, false, 3)))
                .endsWith("| catching up | 3 rows in quarantine");
    }

    @Test
    void aFailureShowsItsReason() {
        assertThat(ProgressLine.of(status(RunPhase.RETRYING, 0, true, 0))).isEqualTo("retrying  connection lost");
    }

    @ParameterizedTest
    @EnumSource(RunPhase.class)
    void everyPhaseHasALineOfPlainAscii(RunPhase phase) {
        String line = ProgressLine.of(status(phase, 10, true, 0));

        assertThat(line).startsWith(phase.name().toLowerCase(Locale.ROOT)).matches("[ -~]+");
    }

    @Test
    void theFirstMomentHasALineToo() {
        assertThat(ProgressLine.of(new StatusBoard("x", Clock.systemUTC()).status()))
                .isEqualTo("starting  0 rows loaded");
    }

    private static Status status(RunPhase phase, double rate, boolean consistent, long quarantined) {
        return new Status(
                "kamdental",
                phase,
                NOW,
                NOW,
                List.of(
                        new TableProgress(SampleStatus.GOAL, 1_000, 1_000, true, 0),
                        new TableProgress(SampleStatus.VALUES, 2_000, 600, false, 70)),
                null,
                null,
                consistent,
                null,
                null,
                Duration.ofMillis(1_500),
                20 * 1024,
                null,
                null,
                WalLimits.NONE,
                null,
                42,
                Map.of(),
                new QuarantineSummary(Map.of("public.goals", quarantined), Map.of(), List.of()),
                DriftSummary.NONE,
                Throttling.NONE,
                QuarantineLimits.NONE,
                Refusals.NONE,
                0,
                rate,
                "connection lost");
    }
}
