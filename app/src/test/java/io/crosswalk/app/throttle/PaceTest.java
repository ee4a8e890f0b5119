package io.crosswalk.app.throttle;

import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** How the source's load becomes a pace. */
class PaceTest {

    private static final ThrottleLimits LIMITS = new ThrottleLimits(true, 10, Duration.ofSeconds(5), 3);
    private static final SourceLoad CALM = new SourceLoad(10, Duration.ofSeconds(5), 3);
    private static final SourceLoad BUSY = new SourceLoad(11, Duration.ZERO, 1);

    private static Pace after(Pace pace, SourceLoad load, int looks) {
        Pace next = pace;
        for (int i = 0; i < looks; i++) {
            next = next.after(load, LIMITS);
        }
        return next;
    }

    @Test
    void aCalmSourceIsReadAtFullSpeed() {
        assertThat(after(Pace.FULL, CALM, 3)).isEqualTo(Pace.FULL);
        assertThat(Pace.FULL.rest(Duration.ofSeconds(9))).isZero();
        assertThat(Pace.FULL.readers(4)).isEqualTo(4);
    }

    @Test
    void everySignalAloneSlowsDownAndSaysWhy() {
        assertThat(Pace.FULL.after(BUSY, LIMITS).reasons())
                .containsExactly("11 sessions work on the source, more than 10");
        assertThat(Pace.FULL
                        .after(new SourceLoad(0, Duration.ofMillis(5_001), 1), LIMITS)
                        .reasons())
                .containsExactly("a replica of the source is 5001 ms behind, more than 5000");
        assertThat(Pace.FULL
                        .after(new SourceLoad(0, Duration.ZERO, 3.5), LIMITS)
                        .reasons())
                .containsExactly("reading takes 3.5 times as long as at best, more than 3.0 times");
    }

    @Test
    void itSlowsDownStepByStepAndNeverStops() {
        Pace slowest = after(Pace.FULL, BUSY, 100);
        assertThat(after(Pace.FULL, BUSY, 2).level()).isEqualTo(2);
        assertThat(slowest.level()).isEqualTo(Pace.SLOWEST);
        assertThat(slowest.readers(64)).isEqualTo(2);
        assertThat(slowest.readers(1)).isEqualTo(1);
        assertThat(slowest.rest(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(310));
        assertThat(slowest.rest(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void itSpeedsUpMoreSlowlyThanItSlowsDown() {
        Pace slow = after(Pace.FULL, BUSY, 2);
        assertThat(after(slow, CALM, 4).level()).isEqualTo(2);
        assertThat(after(slow, CALM, 5).level()).isEqualTo(1);
        assertThat(after(after(slow, CALM, 4), BUSY, 1).level()).isEqualTo(3);
        assertThat(after(slow, CALM, 10)).isEqualTo(Pace.FULL);
    }

    @Test
    void switchedOffItSeesNothing() {
        assertThat(Pace.FULL.after(BUSY, ThrottleLimits.OFF)).isEqualTo(Pace.FULL);
    }

    @Test
    void readingIsComparedWithTheSameTableAndOnlyOnce() {
        ReadingSpeed speed = new ReadingSpeed();
        TableId wide = new TableId("public", "wide");
        TableId narrow = new TableId("public", "narrow");
        speed.read(narrow, 10_000, 1_000_000);
        speed.read(wide, 10_000, 90_000_000);
        assertThat(speed.slowdown()).isEqualTo(1);
        speed.read(narrow, 10_000, 5_000_000);
        assertThat(speed.slowdown()).isEqualTo(5);
        assertThat(speed.slowdown()).isEqualTo(1);
        speed.read(narrow, 10, 5_000_000);
        assertThat(speed.slowdown()).isEqualTo(1);
    }
}
