package io.crosswalk.sink.lookups;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.sink.quarantine.WaitKey;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a look-up led to.
 *
 * @param value what was found; null when nothing was, or null
 * @param from the table that answered; null when nothing was found or the alternative was a plain value
 * @param waitsFor the {@link WaitKey}s of the rows whose arrival would help; empty when a value was found, null among them
 */
record Resolved(@Nullable String value, @Nullable TableId from, Set<String> waitsFor) {

    static Resolved found(String value, @Nullable TableId from) {
        return new Resolved(value, from, Set.of());
    }

    static Resolved missing(Set<String> waitsFor) {
        return new Resolved(null, null, Set.copyOf(waitsFor));
    }
}
