package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(CatalogWitness.class);

    private final DatabaseAddress address;
    private final CreatedSlot slot;

    private CatalogWitness(DatabaseAddress address, CreatedSlot slot) {
        this.address = address;
        this.slot = slot;
    }

    /**
     * To be had before the other slot is created. Waits until every transaction that runs on the source has ended.
     *
     * @throws SQLException also when the role may not do what comes later: no slot must be left behind then
     */
    static CatalogWitness of(SourceSettings settings) throws SQLException, InterruptedException {
        // One name for all starts: those that are cut off, and whose servers wait on, do not fill the source.
        CatalogWitness witness =
                new CatalogWitness(settings.address(), CreatedSlot.temporary(settings, "witness", false));
        try {
            witness.writeDownUntil(witness.slot.identity().createdAt());
            return witness;
        } catch (SQLException | RuntimeException | InterruptedException e) {
            witness.close();
            throw e;
        }
    }

    /** Writes down what the other slot's reader will look for at its beginning; that slot is consistent at the position. */
    void writeDownUntil(Position consistent) throws SQLException, InterruptedException {
        String name = slot.identity().slot();
        try (PreparedStatement statement =
                slot.connection().prepareStatement("SELECT pg_replication_slot_advance(?, ?::pg_lsn)")) {
            statement.setString(1, name);
            statement.setString(2, consistent.toString());
            new LongQuery("reading the WAL with slot " + name, address, statement).await(statement::execute);
        }
    }

    @Override
    public void close() {
        try {
            slot.close();
        } catch (SQLException e) {
            LOG.debug("Closing the connection of a temporary slot failed: {}", e.getSQLState());
        }
    }
}
