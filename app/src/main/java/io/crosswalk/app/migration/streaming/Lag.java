package io.crosswalk.app.migration.streaming;

import io.crosswalk.pipeline.transaction.Marker;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the target is behind: the age of the oldest source commit that is not in it. Every canary is such a commit with a known date,
 * so the oldest one that has not come back bounds the lag from below, and, because they are sent all the time, from above too. Until the
 * first one is back, the date of the last applied transaction counts, so that a migrator which was down for an hour says so. Thread-safe.
 */
final class Lag {

    /** A stream that takes no canary back for long must not make this grow without bound: the oldest are what counts. */
    private static final int MOST_OUTSTANDING = 10_000;

    private final Map<String, Long> outstanding = new LinkedHashMap<>();
    private final long startNanos;
    private final Duration atStart;
    private boolean oneIsBack;

    Lag(Instant lastCommitted, Instant now, long nanoTime) {
        Duration behind = Duration.between(lastCommitted, now);
        this.atStart = behind.isNegative() ? Duration.ZERO : behind;
        this.startNanos = nanoTime;
    }

    synchronized void sent(Marker canary, long nanoTime) {
        if (outstanding.size() < MOST_OUTSTANDING) {
            outstanding.put(canary.token(), nanoTime);
        }
    }

    /** A canary did not get into the WAL. */
    synchronized void notSent(Marker canary) {
        outstanding.remove(canary.token());
    }

    /**
     * A marker is durable in the target; the time it took when it is one of ours. Canaries travel in the order in which they were sent,
     * so the ones before it are durable too, even when a restart between commit and answer hid them.
     */
    synchronized Optional<Duration> back(Marker marker, long nanoTime) {
        Long sentAt = outstanding.get(marker.token());
        if (sentAt == null) {
            return Optional.empty();
        }
        Iterator<String> tokens = outstanding.keySet().iterator();
        for (String token = tokens.next(); ; token = tokens.next()) {
            tokens.remove();
            if (token.equals(marker.token())) {
                break;
            }
        }
        oneIsBack = true;
        return Optional.of(Duration.ofNanos(nanoTime - sentAt));
    }

    synchronized Duration now(long nanoTime) {
        if (!oneIsBack) {
            return atStart.plusNanos(nanoTime - startNanos);
        }
        @Nullable
        Long oldest =
                outstanding.isEmpty() ? null : outstanding.values().iterator().next();
        return oldest == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanoTime - oldest));
    }
}
