package io.crosswalk.app.http;

import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.pipeline.transaction.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration MAX_LAG = Duration.ofSeconds(30);

    private final StatusBoard board = SampleStatus.streaming(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aStreamThatKeepsUpIsReady() {
        assertThat(objections(NOW.minusSeconds(9))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RunPhase.class, names = "STREAMING", mode = Mode.EXCLUDE)
    void everyOtherPhaseIsNotReady(RunPhase phase) {
        board.enter(phase);

        assertThat(objections(NOW)).first().asString().startsWith("phase is ");
    }

    @Test
    void tooMuchLagIsNotReady() {
        board.lag(MAX_LAG.plusMillis(1));

        assertThat(objections(NOW)).containsExactly("lag of 30001 ms is over 30000 ms");
    }

    @Test
    void lagThatNobodyMeasuresAnyMoreIsNotReady() {
        assertThat(objections(NOW.minusSeconds(11))).containsExactly("lag was last measured 11 s ago");
        assertThat(objections(null)).containsExactly("lag was never measured");
    }

    @Test
    void aLostSlotIsNotReady() {
        board.source(Position.ZERO, new SlotHealth(0, "lost", false));

        assertThat(objections(NOW)).containsExactly("the slot has lost WAL");
    }

    @Test
    void tooMuchWalIsAWarningAndThenNotReady() {
        assertThat(Readiness.warnings(board.status())).isEmpty();
        board.source(Position.ZERO, new SlotHealth((1 << 20) + 1, "reserved", true));

        assertThat(objections(NOW)).isEmpty();
        assertThat(Readiness.warnings(board.status()))
                .singleElement()
                .asString()
                .contains("1048577 bytes of WAL");
        board.source(Position.ZERO, new SlotHealth((1 << 30) + 1, "extended", true));
        assertThat(objections(NOW))
                .containsExactly("the source keeps 1073741825 bytes of WAL, over the limit of 1073741824");
    }

    @Test
    void aTargetThatIsNotConsistentYetIsNotReady() {
        board.consistency(false, Position.parse("0/1B0000"), null);

        assertThat(objections(NOW))
                .containsExactly("not consistent yet: at 0/1A2B3C, an image of one commit from 0/1B0000 on");
    }

    @Test
    void whileRetryingTheReasonIsTold() {
        board.enter(RunPhase.RETRYING);

        assertThat(objections(NOW)).containsExactly("phase is retrying", "connection lost (SQLState 08006)");
    }

    @Test
    void aChangeOfTheLegacySchemaIsNotReadyUntilSomebodyAcceptsIt() {
        SeenFinding accepted = board.status().drift().findings().get(0);
        board.drift(new DriftSummary(List.of(
                accepted, new SeenFinding(accepted.finding(), accepted.seenBefore(), accepted.seenAt(), null, null))));

        assertThat(objections(NOW))
                .containsExactly("the legacy schema has changed: public.Goal.colour is new, and nothing is made of it"
                        + " (needs mapping)");
    }

    private List<String> objections(Instant measuredAt) {
        return Readiness.objections(board.status(), measuredAt, MAX_LAG);
    }
}
