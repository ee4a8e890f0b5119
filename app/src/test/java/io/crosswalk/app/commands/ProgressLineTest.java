package io.crosswalk.app.commands;

import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.TableProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressLineTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aBackfillShowsBarRateAndTimeLeftInAllAndForTheLargestRest() {
        assertThat(ProgressLine.of(status(RunPhase.BACKFILL, 100, true, 0)))
                .isEqualTo("backfill  [##########----------]  53% 1,600 of 3,000 rows | 100 rows/s | ETA 14s"
                        + " | MetricValue  30% ETA 14s");
    }

    @Test
    void withoutARateTheTimeLeftIsUnknown() {
        assertThat(ProgressLine.of(status(RunPhase.BACKFILL, 0, true, 0))).contains("| ETA unknown |");
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
                        new TableProgress(SampleStatus.GOAL, 1_000, 1_000, true),
                        new TableProgress(SampleStatus.VALUES, 2_000, 600, false)),
                null,
                null,
                consistent,
                Duration.ofMillis(1_500),
                20 * 1024,
                null,
                null,
                42,
                Map.of(),
                Map.of("public.goals", quarantined),
                0,
                rate,
                "connection lost");
    }
}
