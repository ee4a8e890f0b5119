package io.crosswalk.pipeline.progress;

import io.crosswalk.pipeline.transaction.Position;

import java.util.Objects;

/**
 * What the target remembers of the source, so that a later look can tell whether the source went back in time or was altered.
 *
 * @param publication the publication and its relations as text that only the connector reads; empty when nobody has looked yet
 * @param end the source's WAL was durable up to here
 * @param beat how often our row on the source had been changed by then; 0 when nobody has looked yet
 */
public record KnownSource(String publication, Position end, long beat) {

    public static final KnownSource NOTHING = new KnownSource("", Position.ZERO, 0);

    public KnownSource {
        Objects.requireNonNull(publication, "publication");
        Objects.requireNonNull(end, "end");
    }

    public KnownSource withPublication(String text) {
        return new KnownSource(text, end, beat);
    }

    /** The source seen later; neither goes back. */
    public KnownSource seen(Position durableEnd, long durableBeat) {
        return new KnownSource(publication, durableEnd.isAfter(end) ? durableEnd : end, Math.max(beat, durableBeat));
    }
}
