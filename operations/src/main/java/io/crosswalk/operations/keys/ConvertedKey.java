package io.crosswalk.operations.keys;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * A key and what it is on the other side.
 *
 * @param given the key that was asked for
 * @param direction which way it was converted
 * @param result the key on the other side
 * @param method where the result comes from
 * @param table the key space that was asked, or where the key is recorded; null when no table was asked
 * @param recorded whether {@code crosswalk.id_mappings} holds this very pair; null when it was not asked
 * @param notes what one should know besides, each a sentence
 */
public record ConvertedKey(
        String given,
        Direction direction,
        String result,
        Method method,
        @Nullable String table,
        @Nullable Boolean recorded,
        List<String> notes) {

    /** Which way a key was converted. */
    public enum Direction {
        TO_NEW,
        TO_LEGACY
    }

    /** Where a converted key comes from. */
    public enum Method {
        /** By arithmetic, which works without any configuration and in both directions. */
        COMPUTED,
        /** The legacy key was a UUID and stays as it is. */
        KEPT,
        /** UUIDv5 of the legacy key in the migration's namespace: there is no way back but the record. */
        NAMED,
        /** Read from {@code crosswalk.id_mappings}, because it differs from what would be computed, or cannot be computed. */
        RECORDED
    }

    public ConvertedKey {
        Objects.requireNonNull(given, "given");
        Objects.requireNonNull(result, "result");
        notes = List.copyOf(notes);
    }
}
