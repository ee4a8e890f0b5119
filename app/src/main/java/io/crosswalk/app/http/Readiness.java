package io.crosswalk.app.http;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.Status;
import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says whether a migration does what it is for. Never green while stuck. */
final class Readiness {

    /** The monitor measures each second; after this long it is dead or hangs, and its numbers mean nothing. */
    static final Duration STALE_AFTER = Duration.ofSeconds(10);

    private Readiness() {}

    /**
     * Why the migration is not ready; empty when it is.
     *
     * @param measuredAt when lag was last measured; null when it never was
     */
    static List<String> objections(Status status, @Nullable Instant measuredAt, Duration maxLag) {
        List<String> objections = new ArrayList<>();
        if (status.phase() != RunPhase.STREAMING) {
            objections.add("phase is " + status.phase().name().toLowerCase(Locale.ROOT));
        }
        Position from = status.consistentFrom();
        if (from != null && !status.consistent()) {
            objections.add(
                    "not consistent yet: at " + status.position() + ", an image of one commit from " + from + " on");
        }
        if (status.lag().compareTo(maxLag) > 0) {
            objections.add("lag of " + status.lag().toMillis() + " ms is over " + maxLag.toMillis() + " ms");
        }
        if (measuredAt == null) {
            objections.add("lag was never measured");
        } else if (Duration.between(measuredAt, status.at()).compareTo(STALE_AFTER) > 0) {
            objections.add("lag was last measured "
                    + Duration.between(measuredAt, status.at()).toSeconds() + " s ago");
        }
        SlotHealth slot = status.slot();
        if (slot != null && "lost".equals(slot.walStatus())) {
            objections.add("the slot has lost WAL");
        }
        if (slot != null && status.wal().isOverLimit(slot.retainedBytes())) {
            objections.add("the source keeps " + slot.retainedBytes() + " bytes of WAL, over the limit of "
                    + status.wal().limitBytes());
        }
        status.drift()
                .blockingCutover()
                .forEach(seen -> objections.add("the legacy schema has changed: "
                        + seen.finding().subject() + " " + seen.finding().change() + " ("
                        + seen.finding().verdict().words() + ")"));
        String error = status.lastError();
        if (error != null && (status.phase() == RunPhase.RETRYING || status.phase() == RunPhase.FAILED)) {
            objections.add(error);
        }
        return objections;
    }

    /** What is no reason yet, and should not become one. */
    static List<String> warnings(Status status) {
        SlotHealth slot = status.slot();
        return slot != null && status.wal().isOverWarning(slot.retainedBytes())
                ? List.of("the source keeps " + slot.retainedBytes() + " bytes of WAL, more than "
                        + status.wal().warnBytes())
                : List.of();
    }
}
