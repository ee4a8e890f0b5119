package io.crosswalk.connector.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices that somebody has set the wall clock back, by holding it against the clock that nobody can set. One thread. */
final class ClockWatch {

    private final LongSupplier wallMillis;
    private final LongSupplier steadyNanos;
    private long lookedAtMillis;
    private long lookedAtNanos;

    /** The clocks of this machine. */
    ClockWatch() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /**
     * @param wallMillis milliseconds of a clock that may be set
     * @param steadyNanos nanoseconds of one that may not
     */
    ClockWatch(LongSupplier wallMillis, LongSupplier steadyNanos) {
        this.wallMillis = wallMillis;
        this.steadyNanos = steadyNanos;
        lookedAtMillis = wallMillis.getAsLong();
        lookedAtNanos = steadyNanos.getAsLong();
    }

    /** How far it has fallen behind since the last call, or since the beginning; zero or less when nobody has set it back. */
    Duration fallenBehind() {
        // In this order a pause between two readings makes the time that has passed too short, which accuses nobody.
        long passed = TimeUnit.NANOSECONDS.toMillis(steadyNanos.getAsLong() - lookedAtNanos);
        long now = wallMillis.getAsLong();
        long behind = passed - (now - lookedAtMillis);
        lookedAtMillis = now;
        lookedAtNanos = steadyNanos.getAsLong();
        return Duration.ofMillis(behind);
    }
}
