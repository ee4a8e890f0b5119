package io.crosswalk.transformer.keys;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.UUID;

/** How the rows of a legacy table get their new ids. Immutable. */
public sealed interface KeyStrategy {

    /** The strategies that need no further word. */
    enum Rule implements KeyStrategy {
        /** A CUID is computed, a UUID kept, everything else named. */
        COMPUTED,
        /** Every id is named, whatever it looks like. */
        NAMED,
        /** A UUID is kept; nothing else is an id. */
        KEPT
    }

    /** Every id is named in exactly this namespace, so that others who know it arrive at the same ids. */
    record Namespace(UUID namespace) implements KeyStrategy {

        /** Whoever knows the namespace can compute new ids. */
        @Override
        public String toString() {
            return "Namespace[]";
        }
    }

    /**
     * A legacy column holds the new id. What was recorded with the row's first write stays; a row without an id waits for one.
     *
     * @param column the legacy column
     */
    record Given(String column) implements KeyStrategy {

        /** The id that a value of the column is, in canonical text; null when it is no UUID. */
        public static @Nullable String id(String text) {
            UUID id = CanonicalUuid.parse(text.strip().toLowerCase(Locale.ROOT));
            return id == null ? null : id.toString();
        }
    }
}
