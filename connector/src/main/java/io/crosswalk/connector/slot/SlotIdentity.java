package io.crosswalk.connector.slot;

import io.crosswalk.pipeline.transaction.Position;

import java.util.Objects;

/**
 * What tells our slot from one of the same name on another server, or on a restored backup of this one.
 *
 * @param slot the slot's name
 * @param systemIdentifier of the cluster, fixed by initdb
 * @param timeline changes with every promotion and point-in-time recovery
 * @param createdAt the slot's consistent point: where its stream begins
 */
public record SlotIdentity(String slot, long systemIdentifier, int timeline, Position createdAt) {

    public SlotIdentity {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}
