package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A temporary slot that is there before the migration's slot comes into being, and writes down for it what the catalog said at its
 * beginning.
 *
 * <p>Each time a server begins to decode from where a slot begins, it puts its view of the catalog together anew, from the WAL. That view
 * lacks what a transaction changed that began after the slot did and was still open when the first of the server's two waits ended: it
 * takes changes for committed only if it saw them later (PostgreSQL, snapbuild.c: nothing is looked at before SNAPBUILD_FULL_SNAPSHOT). The
 * view stays like that until somebody changes the catalog again. A table that was emptied with TRUNCATE is not found then ("could not map
 * filenumber"), and without a word the values of a new column are left out, and the rows of a table that was put into the publication.
 * docs/guarantees.md, bug 17, has the order of events; seen on 15.18 and 17.11.
 *
 * <p>A server that finds the catalog's state written down for the place where it begins takes that instead, and a slot that is decoded
 * writes it down at every such place that it passes. The witness saw every change since before the other slot began.
 */
final class CatalogWitness implements AutoCloseable {

    private final CreatedSlot slot;

    private CatalogWitness(CreatedSlot slot) {
        this.slot = slot;
    }

    /** To be had before the other slot is created. Waits until every transaction that runs on the source has ended. */
    static CatalogWitness of(SourceSettings settings) throws SQLException, InterruptedException {
        return new CatalogWitness(CreatedSlot.temporary(settings, false));
    }

    /** Writes down what the other slot's reader will look for at its beginning; that slot is consistent at the position. */
    void writeDownUntil(Position consistent) throws SQLException {
        try (PreparedStatement statement =
                slot.connection().prepareStatement("SELECT pg_replication_slot_advance(?, ?::pg_lsn)")) {
            statement.setString(1, slot.identity().slot());
            statement.setString(2, consistent.toString());
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        slot.close();
    }
}
