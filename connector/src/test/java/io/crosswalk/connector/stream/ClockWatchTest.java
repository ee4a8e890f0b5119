package io.crosswalk.connector.stream;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class ClockWatchTest {

    private long millis = 1_000_000;
    private long nanos = Long.MAX_VALUE - 1_000;
    private final ClockWatch watch = new ClockWatch(() -> millis, () -> nanos);

    private void pass(Duration time) {
        millis += time.toMillis();
        nanos += time.toNanos();
    }

    @Test
    void aClockThatGoesHasNotFallenBehind() {
        pass(Duration.ofHours(5));

        assertThat(watch.fallenBehind()).isZero();
    }

    @Test
    void aClockThatWasSetBackHasFallenBehindOnce() {
        pass(Duration.ofSeconds(1));
        millis -= TimeUnit.HOURS.toMillis(1);

        assertThat(watch.fallenBehind()).isEqualTo(Duration.ofHours(1));

        pass(Duration.ofSeconds(1));
        assertThat(watch.fallenBehind()).isZero();
    }

    @Test
    void aClockThatWasSetForwardHasNotFallenBehind() {
        millis += TimeUnit.DAYS.toMillis(400);

        assertThat(watch.fallenBehind()).isNegative();
    }

    @Test
    void aPauseBetweenTwoReadingsIsNotTakenForASetClock() {
        // Whoever reads the wall clock is held up for a minute: in the first look before the other reading, then behind
        // it.
        ClockWatch held = new ClockWatch(
                () -> {
                    pass(Duration.ofMinutes(1));
                    return millis;
                },
                () -> nanos);

        assertThat(held.fallenBehind()).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(held.fallenBehind()).isLessThanOrEqualTo(Duration.ZERO);
    }
}
