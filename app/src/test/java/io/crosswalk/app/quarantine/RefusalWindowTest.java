package io.crosswalk.app.quarantine;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.operations.quarantine.Refusals;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalWindowTest {

    private static final QuarantineLimits LIMITS = new QuarantineLimits(0, 20, 1_000);

    private final RefusalWindow window = new RefusalWindow(1_000);

    @Test
    void fewRowsAreNoSign() {
        window.add(0, 999);

        assertThat(LIMITS.isOver(window.refusals())).isFalse();
        window.add(0, 1);
        assertThat(LIMITS.isOver(window.refusals())).isTrue();
    }

    @Test
    void oldRowsAreForgotten() {
        window.add(0, 150);
        for (int i = 0; i < 100_000; i++) {
            window.add(1, 0);
            assertThat(LIMITS.isOver(window.refusals())).isFalse();
        }

        assertThat(window.refusals().refused()).isZero();
        assertThat(window.refusals().rows()).isBetween(1_000L, 1_020L);
    }

    @Test
    void whatComesRowByRowCountsAsWhatComesAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            window.add(i % 4 == 0 ? 0 : 1, i % 4 == 0 ? 1 : 0);
        }
        assertThat(window.refusals().percent()).isBetween(24.0, 26.0);
        assertThat(LIMITS.isOver(window.refusals())).isTrue();
        window.add(1_000_000, 0);
        assertThat(window.refusals()).isEqualTo(new Refusals(1_000_000, 0));
    }

    @Test
    void exactlyTheLimitIsNotOverIt() {
        window.add(800, 200);

        assertThat(LIMITS.isOver(window.refusals())).isFalse();
        assertThat(new QuarantineLimits(5, 0, 1).isOver(5)).isFalse();
        assertThat(new QuarantineLimits(5, 0, 1).isOver(6)).isTrue();
        assertThat(QuarantineLimits.NONE.isOver(Long.MAX_VALUE)).isFalse();
        assertThat(QuarantineLimits.NONE.isOver(new Refusals(10_000, 10_000))).isFalse();
    }

    @Test
    void whatWasLetInSinceDoesNotCount() {
        window.add(500, 500);
        window.replace(window.refusals().atMost(10));

        assertThat(window.refusals()).isEqualTo(new Refusals(1_000, 10));
    }
}
