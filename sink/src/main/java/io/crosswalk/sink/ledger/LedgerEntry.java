package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The ledger's row of one migration: where it stands.
 *
 * @param name the migration
 * @param version version of the control tables that wrote it
 * @param mappingDigest digest of the mapping in force
 * @param slot the replication slot's name
 * @param systemIdentifier of the source server, from {@code pg_control_system()}
 * @param timeline of the source server when the slot was created
 * @param slotCreated the slot's consistent point
 * @param position everything up to here is in the target
 * @param committedAt when the source committed the last applied transaction
 * @param appliedAt when the target committed it
 * @param transactions source transactions applied since the start
 * @param phase what the migration is doing
 * @param consistentFrom the target is an image of one source commit from here on; null until the backfill is complete
 * @param consistentAt when the position came there; null before
 * @param marker the last token that came through the WAL
 * @param paused whether an operator paused the stream
 * @param lastFailure why the last run ended, in words without values; null when it ended in order or has streamed since
 */
public record LedgerEntry(
        String name,
        int version,
        String mappingDigest,
        String slot,
        long systemIdentifier,
        int timeline,
        Position slotCreated,
        Position position,
        Instant committedAt,
        Instant appliedAt,
        long transactions,
        Phase phase,
        @Nullable Position consistentFrom,
        @Nullable Instant consistentAt,
        @Nullable String marker,
        boolean paused,
        @Nullable String lastFailure) {

    /** What the migration is doing; kept in the ledger. */
    public enum Phase {
        /** Rows are copied under a snapshot. */
        BACKFILL,
        /** A resync compares both sides and copies what differs. */
        RESYNC,
        /** Indexes and foreign keys are built. */
        INDEXING,
        /** Changes are applied as they happen. */
        STREAMING
    }

    /** True once the target shows an image of one source commit (promise P1). */
    public boolean isConsistent() {
        return consistentFrom != null && !consistentFrom.isAfter(position);
    }
}
