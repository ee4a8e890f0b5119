package io.crosswalk.app.throttle;

import java.time.Duration;
import java.util.Objects;

/**
 * From when on the source counts as busy.
 *
 * @param enabled false for a backfill that never yields
 * @param activeSessions more sessions than this working within a second, ours left out
 * @param replicaLag replay of another replica that is further behind than this
 * @param slowdown reading takes more than this many times as long as it did at best lately
 */
public record ThrottleLimits(boolean enabled, int activeSessions, Duration replicaLag, double slowdown) {

    public static final ThrottleLimits DEFAULTS = new ThrottleLimits(true, 32, Duration.ofSeconds(10), 4);

    /** Never yields. */
    public static final ThrottleLimits OFF = new ThrottleLimits(false, 1, Duration.ZERO, 1);

    public ThrottleLimits {
        Objects.requireNonNull(replicaLag, "replicaLag");
        if (activeSessions < 1 || slowdown < 1) {
            throw new IllegalArgumentException("a source with a session or at its best speed is not busy");
        }
    }
}
