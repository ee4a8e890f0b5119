package io.crosswalk.app.migration.guard;

import io.crosswalk.app.status.RunPhase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SenderWatchTest {

    private final SenderWatch watch = new SenderWatch();

    @Test
    void aStreamThatLostItsSenderIsDeadAfterAFewLooks() {
        look(RunPhase.STREAMING, true, 1);

        assertThat(look(RunPhase.STREAMING, false, SenderWatch.GONE - 1)).isFalse();
        assertThat(look(RunPhase.STREAMING, false, 1)).isTrue();
        assertThat(watch.looksWithout()).isEqualTo(SenderWatch.GONE);
    }

    @Test
    void aSenderThatComesBackIsNoReason() {
        look(RunPhase.STREAMING, true, 1);
        look(RunPhase.STREAMING, false, SenderWatch.GONE - 1);
        look(RunPhase.STREAMING, true, 1);

        assertThat(look(RunPhase.STREAMING, false, SenderWatch.GONE - 1)).isFalse();
    }

    /** Seed 4: the sink tried again, and before the next look the network took the walsender: nobody noticed, ever. */
    @Test
    void aSinkThatTriesAgainDoesNotMakeASenderUnseen() {
        look(RunPhase.STREAMING, true, 1);
        look(RunPhase.RETRYING, true, 1);

        assertThat(look(RunPhase.STREAMING, false, SenderWatch.GONE)).isTrue();
    }

    @Test
    void aPausedStreamMayDieToo() {
        look(RunPhase.STREAMING, true, 1);

        assertThat(look(RunPhase.PAUSED, false, SenderWatch.GONE)).isTrue();
    }

    @Test
    void aStreamThatCatchesUpBetweenChunksIsLookedAfter() {
        look(RunPhase.CATCHING_UP, true, 1);

        assertThat(look(RunPhase.CATCHING_UP, false, SenderWatch.GONE)).isTrue();
    }

    @Test
    void aStreamThatNeverHadOneGetsTheTimeThatItsStartMayTake() {
        look(RunPhase.STARTING, true, 1);

        assertThat(look(RunPhase.STREAMING, false, SenderWatch.NEVER_SEEN - 1)).isFalse();
        assertThat(look(RunPhase.STREAMING, false, 1)).isTrue();
    }

    /** It begins once more when it has learned where a big transaction ends. */
    @Test
    void aStreamThatTakesLongToStartMayTakeAsLongAgain() {
        look(RunPhase.STREAMING, false, 20);
        look(RunPhase.STREAMING, true, 1);

        assertThat(look(RunPhase.STREAMING, false, 20 * SenderWatch.STARTS - 1)).isFalse();
        assertThat(look(RunPhase.STREAMING, false, 1)).isTrue();
    }

    @Test
    void whileRowsAreCopiedNobodyReadsTheSlot() {
        assertThat(look(RunPhase.BACKFILL, false, 2 * SenderWatch.NEVER_SEEN)).isFalse();
    }

    /** What the last of so many looks says. */
    private boolean look(RunPhase phase, boolean active, int times) {
        boolean dead = false;
        for (int i = 0; i < times; i++) {
            dead = watch.isDead(phase, active);
        }
        return dead;
    }
}
