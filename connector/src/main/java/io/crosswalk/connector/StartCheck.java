package io.crosswalk.connector;

import io.crosswalk.pipeline.Position;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether the stream may go on from the ledger's position without losing a change. Debezium would create a missing slot again
 * and go on with a gap, so this comes first.
 */
public final class StartCheck {

    private static final String RESYNC = "Begin again: docs/starting-over.md";

    private StartCheck() {}

    /**
     * Looks at slot, server and publication.
     *
     * @param recorded the slot as the ledger knows it
     * @param ledger the position up to which the target is complete
     * @throws SourceException lasting, with the reason and the way out; passing when another session still uses the slot
     */
    public static void verify(Connection connection, SourceSettings settings, SlotIdentity recorded, Position ledger)
            throws SQLException, InterruptedException {
        verifyServer(connection, recorded);
        verifySlot(connection, recorded, ledger);
        verifyPublication(connection, settings);
        verifyIdentities(connection, settings);
    }

    /**
     * Looks, while the stream runs, whether the source still publishes what the mapping needs: a table that left the publication goes on
     * changing unseen.
     *
     * @throws SourceException lasting, with the reason
     */
    public static void verifyStillPublished(Connection connection, SourceSettings settings) throws SQLException {
        verifyPublication(connection, settings);
        verifyIdentities(connection, settings);
    }

    private static void verifyServer(Connection connection, SlotIdentity recorded) throws SQLException {
        SlotIdentity now = ReplicationSlot.identity(connection, recorded.slot(), recorded.createdAt());
        if (now.systemIdentifier() != recorded.systemIdentifier()) {
            throw SourceException.lasting(
                    "the source is another server than the one this migration began with: its system identifier is "
                            + Long.toUnsignedString(now.systemIdentifier()) + ", recorded is "
                            + Long.toUnsignedString(recorded.systemIdentifier()) + ". Correct the source's address. "
                            + RESYNC,
                    null);
        }
        if (now.timeline() != recorded.timeline()) {
            throw SourceException.lasting(
                    "the source is on timeline " + now.timeline() + ", this migration began on timeline "
                            + recorded.timeline() + ": it was restored from a backup or a standby was promoted. "
                            + RESYNC,
                    null);
        }
    }

    private static void verifySlot(Connection connection, SlotIdentity recorded, Position ledger)
            throws SQLException, InterruptedException {
        String slot = recorded.slot();
        SlotState state = ReplicationSlot.whenFree(connection, slot, ReplicationSlot.PREDECESSOR)
                .orElseThrow(() -> SourceException.lasting(
                        "replication slot " + slot + " is gone, and with it the changes after " + ledger + ". "
                                + RESYNC,
                        null));
        String database = connection.getCatalog();
        if (!state.plugin().equals("pgoutput") || !state.database().equals(database) || state.temporary()) {
            throw SourceException.lasting(
                    "replication slot " + slot + " is not ours: it uses plugin " + state.plugin() + " in database "
                            + state.database() + ", ours uses pgoutput in " + database
                            + ". " + RESYNC,
                    null);
        }
        if (state.active()) {
            throw SourceException.passing(
                    "replication slot " + slot + " is in use by pid " + state.activePid() + " ("
                            + applicationName(connection, state.activePid())
                            + "). Stop that process: perhaps this migration already runs elsewhere",
                    null);
        }
        if (state.walStatus().equals("lost")) {
            throw SourceException.lasting(
                    "replication slot " + slot + " is lost: the source removed WAL that it still needed. Raise"
                            + " max_slot_wal_keep_size on the source. " + RESYNC,
                    null);
        }
        if (state.confirmed().isAfter(ledger)) {
            throw SourceException.lasting(
                    "replication slot " + slot + " is confirmed up to " + state.confirmed() + ", beyond the ledger's "
                            + ledger
                            + ": the changes between will not come again. Was the target restored, or the slot moved? "
                            + RESYNC,
                    null);
        }
    }

    private static String applicationName(Connection connection, int pid) throws SQLException {
        String sql = "SELECT application_name FROM pg_stat_activity WHERE pid = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, pid);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "gone";
            }
        }
    }

    private static void verifyPublication(Connection connection, SourceSettings settings) throws SQLException {
        String name = settings.publication();
        Publication publication = Publication.read(connection, name)
                .orElseThrow(() -> SourceException.lasting(
                        "publication " + name + " is gone, and changes made since are not decoded. " + RESYNC, null));
        Set<TableId> expected = SourcePreparation.publishedTables(settings);
        Set<TableId> missing = new TreeSet<>(expected);
        missing.removeAll(publication.tables());
        Set<TableId> foreign = new TreeSet<>(publication.tables());
        foreign.removeAll(expected);
        if (publication.everything()
                || !publication.complete()
                || !publication.narrowed().isEmpty()) {
            throw SourceException.lasting(
                    "publication " + name
                            + " no longer publishes every operation, row and column of exactly our tables."
                            + " " + RESYNC,
                    null);
        }
        if (!missing.isEmpty() || !foreign.isEmpty()) {
            throw SourceException.lasting(
                    "publication " + name + " names other tables than the mapping: missing " + missing + ", too many "
                            + foreign + ". " + RESYNC,
                    null);
        }
    }

    private static void verifyIdentities(Connection connection, SourceSettings settings) throws SQLException {
        for (SourceTable table : settings.tables()) {
            for (ReplicaIdentities.Identity identity : ReplicaIdentities.of(connection, table.id())) {
                if (!identity.carries(table)) {
                    throw SourceException.lasting(
                            "updates and deletes of " + identity.relation()
                                    + " no longer name their row: its replica identity does not carry the key "
                                    + table.key() + ". Give it one: ALTER TABLE "
                                    + Identifiers.quote(identity.relation())
                                    + " REPLICA IDENTITY FULL",
                            null);
                }
            }
        }
    }
}
