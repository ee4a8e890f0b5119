package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;

import java.security.SecureRandom;
import java.sql.SQLException;

/**
 * A snapshot that others can join, whose position is known exactly because a replication slot was created with it: it contains every
 * transaction that ends at or before the position and none after (PostgreSQL manual, 55.4 "CREATE_REPLICATION_SLOT"). It lives as long
 * as its connection stays idle, which is until {@link #close()}.
 */
public final class Snapshot implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CreatedSlot slot;
    private final String name;

    private Snapshot(CreatedSlot slot) {
        this.slot = slot;
        this.name = slot.exportedSnapshot();
    }

    /**
     * Creates the migration's slot together with a snapshot. Waits twice until every transaction that runs on the source has ended, each
     * time for 10 minutes at most; after 10 seconds it logs whom it waits for. Needs two free slots and senders.
     *
     * @throws SourceException passing, when a slot has come into being since the caller looked, or the source has no room for both
     */
    public static Snapshot createSlot(SourceSettings settings) throws SQLException, InterruptedException {
        try (CatalogWitness witness = CatalogWitness.of(settings)) {
            Snapshot snapshot = new Snapshot(CreatedSlot.lasting(settings));
            Failpoint.SLOT_CREATED.reached();
            try {
                witness.writeDownUntil(snapshot.position());
                Failpoint.SLOT_WITNESSED.reached();
                return snapshot;
            } catch (SQLException | RuntimeException | InterruptedException e) {
                snapshot.close();
                throw e;
            }
        }
    }

    /** A snapshot of its own, with a slot that goes when this is closed. Waits like {@link #createSlot}, but once. */
    public static Snapshot temporary(SourceSettings settings) throws SQLException, InterruptedException {
        return new Snapshot(CreatedSlot.temporary(settings, Integer.toHexString(RANDOM.nextInt()), true));
    }

    /** What {@code SET TRANSACTION SNAPSHOT} takes. */
    public String name() {
        return name;
    }

    /** The snapshot contains exactly what was committed at or before here. */
    public Position position() {
        return slot.identity().createdAt();
    }

    /** The slot that was created with it. */
    public SlotIdentity identity() {
        return slot.identity();
    }

    /** Ends the snapshot for everybody who has not joined it yet. */
    @Override
    public void close() throws SQLException {
        slot.close();
    }
}
