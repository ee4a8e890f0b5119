package io.crosswalk.sink;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a look-up led to.
 *
 * @param value what was found; null when nothing was
 * @param waitsFor the {@link WaitKey}s of the rows whose arrival would help; empty when a value was found
 */
record Resolved(@Nullable String value, Set<String> waitsFor) {

    static Resolved found(String value) {
        return new Resolved(value, Set.of());
    }

    static Resolved missing(Set<String> waitsFor) {
        return new Resolved(null, Set.copyOf(waitsFor));
    }
}
