package io.crosswalk.transformer.keys;

import java.util.UUID;

/**
 * The new id of a legacy id, and how it came about. Immutable.
 *
 * @param id the id of the row in the target
 * @param method where the id comes from, and with that how to get back
 */
public record MappedKey(UUID id, Method method) {

    /** How a legacy id became a UUID. */
    public enum Method {
        /** By {@link CuidBijection}: arithmetic leads back. */
        COMPUTED,
        /** The legacy id was the canonical text of this UUID. */
        KEPT,
        /** UUIDv5 in the namespace of the key space. */
        NAMED
    }

    /**
     * Whether arithmetic alone leads back to the legacy id. A kept id does not: as a UUIDv4 it would come back as a CUID.
     * What is not computable has to be recorded in {@code crosswalk.id_mappings}.
     */
    public boolean computable() {
        return method == Method.COMPUTED;
    }
}
