package io.crosswalk.connector.slot;

import io.crosswalk.pipeline.transaction.Position;

import java.util.Optional;

/**
 * A replication slot at one moment (PostgreSQL manual, 54.20 "pg_replication_slots").
 *
 * @param plugin the output plugin
 * @param database the database it belongs to
 * @param active whether a session streams from it
 * @param activePid that session's process; 0 when none
 * @param temporary whether it goes with its session
 * @param confirmed transactions that end at or before here were confirmed and never come again
 * @param restart the WAL is kept from here on
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 * @param safeWalSize bytes that may still be written before the slot is in danger; empty when unlimited
 * @param retainedBytes bytes of WAL that the slot keeps
 * @param invalidation why the server gave the slot up, where it says so (from version 17 on); empty while it serves
 */
public record SlotState(
        String plugin,
        String database,
        boolean active,
        int activePid,
        boolean temporary,
        Position confirmed,
        Position restart,
        String walStatus,
        Optional<Long> safeWalSize,
        long retainedBytes,
        Optional<String> invalidation) {

    /** True when the changes after {@link #confirmed} cannot be had any more. */
    public boolean isLost() {
        return walStatus.equals("lost") || invalidation.isPresent();
    }
}
