package io.crosswalk.app.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast the backfill goes. Every step down halves the share of time in which a reader works, and the number of readers. Immutable.
 *
 * @param level steps below full speed, 0 to {@value #SLOWEST}
 * @param reasons why it was slowed down last; empty at full speed
 * @param calm looks without a reason since the last step
 */
record Pace(int level, List<String> reasons, int calm) {

    static final Pace FULL = new Pace(0, List.of(), 0);
    static final int SLOWEST = 5;

    /** Faster down than up: the application comes first, and a step up has to prove itself. */
    private static final int CALM_LOOKS = 5;

    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    Pace {
        reasons = List.copyOf(reasons);
    }

    /** The pace after another look at the source. */
    Pace after(SourceLoad load, ThrottleLimits limits) {
        List<String> busy = limits.enabled() ? busy(load, limits) : List.of();
        if (!busy.isEmpty()) {
            return new Pace(Math.min(SLOWEST, level + 1), busy, 0);
        }
        if (level == 0) {
            return FULL;
        }
        if (calm + 1 < CALM_LOOKS) {
            return new Pace(level, reasons, calm + 1);
        }
        return level == 1 ? FULL : new Pace(level - 1, reasons, 0);
    }

    private static List<String> busy(SourceLoad load, ThrottleLimits limits) {
        List<String> reasons = new ArrayList<>();
        if (load.activeSessions() > limits.activeSessions()) {
            reasons.add(load.activeSessions() + " sessions work on the source, more than " + limits.activeSessions());
        }
        if (load.replicaLag().compareTo(limits.replicaLag()) > 0) {
            reasons.add("a replica of the source is " + load.replicaLag().toMillis() + " ms behind, more than "
                    + limits.replicaLag().toMillis());
        }
        if (load.slowdown() > limits.slowdown()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "reading takes %.1f times as long as at best, more than %.1f times",
                    load.slowdown(),
                    limits.slowdown()));
        }
        return reasons;
    }

    /** How many readers may work at once. */
    int readers(int configured) {
        return Math.max(1, configured >> level);
    }

    /** How long a reader rests after it has worked for a while; never longer than 30 seconds. */
    Duration rest(Duration worked) {
        Duration rest = worked.multipliedBy((1L << level) - 1);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
