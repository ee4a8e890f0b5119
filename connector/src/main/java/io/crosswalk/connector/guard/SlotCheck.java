package io.crosswalk.connector.guard;

import io.crosswalk.connector.WayOut;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Whether a replication slot still gives every change after the ledger's position. */
final class SlotCheck {

    /** A server without a limit of its own notices a dead connection when TCP does. */
    private static final Duration UNLIMITED = Duration.ofSeconds(75);

    private SlotCheck() {}

    /** The slot before a stream begins; a session that uses it still is waited for, bounded. */
    static void atStart(Connection connection, SlotIdentity recorded, Position ledger)
            throws SQLException, InterruptedException {
        String slot = recorded.slot();
        SlotState state = ReplicationSlot.whenFree(connection, slot, ReplicationSlot.PREDECESSOR)
                .orElseThrow(() -> gone(slot, ledger));
        if (state.active() && mayBeOurPredecessor(connection, state.activePid())) {
            state = ReplicationSlot.whenFree(connection, slot, senderPatience(connection))
                    .orElseThrow(() -> gone(slot, ledger));
        }
        ours(connection, recorded, state);
        if (state.active()) {
            throw SourceException.lasting(
                    "replication slot " + slot + " is in use by pid " + state.activePid() + " ("
                            + applicationName(connection, state.activePid())
                            + "), and stays so. Stop that process: perhaps this migration already runs elsewhere",
                    null);
        }
        notLost(slot, state);
        if (state.confirmed().isAfter(ledger)) {
            throw SourceException.lasting(
                    "replication slot " + slot + " is confirmed up to " + state.confirmed() + ", beyond the ledger's "
                            + ledger
                            + ": the changes between will not come again. Was the target restored from a backup, or the slot moved"
                            + " or made anew? " + WayOut.RESYNC,
                    null);
        }
    }

    static SourceException gone(String slot, Position ledger) {
        return SourceException.lasting(
                "replication slot " + slot + " is gone, and with it the changes after " + ledger + ". " + WayOut.RESYNC,
                null);
    }

    static void notLost(String slot, SlotState state) {
        if (state.isLost()) {
            String reason = state.invalidation().map(why -> " (" + why + ")").orElse("");
            throw SourceException.lasting(
                    "replication slot " + slot + " is lost" + reason
                            + ": the source removed WAL that it still needed. Raise max_slot_wal_keep_size on the source"
                            + ("idle_timeout".equals(state.invalidation().orElse(""))
                                    ? " and idle_replication_slot_timeout"
                                    : "")
                            + ". " + WayOut.RESYNC,
                    null);
        }
    }

    private static void ours(Connection connection, SlotIdentity recorded, SlotState state) throws SQLException {
        String database = connection.getCatalog();
        boolean older = recorded.createdAt().isAfter(state.confirmed()) && !state.isLost();
        if (!state.plugin().equals("pgoutput") || !state.database().equals(database) || state.temporary() || older) {
            throw SourceException.lasting(
                    "replication slot " + recorded.slot() + " is not ours: it uses plugin " + state.plugin()
                            + " in database " + state.database() + " and stands at " + state.confirmed()
                            + "; ours uses pgoutput in " + database + " and was created at " + recorded.createdAt()
                            + ". " + WayOut.RESYNC,
                    null);
        }
    }

    /** How long the walsender of a process that died without a word may hold its slot. */
    private static Duration senderPatience(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT setting::bigint FROM pg_settings WHERE name = 'wal_sender_timeout'");
                ResultSet row = statement.executeQuery()) {
            row.next();
            long millis = row.getLong(1);
            return millis == 0 ? UNLIMITED : Duration.ofMillis(Math.min(millis, UNLIMITED.toMillis()));
        }
    }

    // A role that may not see other sessions reads no name: then it may be anybody.
    private static boolean mayBeOurPredecessor(Connection connection, int pid) throws SQLException {
        String name = applicationName(connection, pid);
        return name.isEmpty() || name.startsWith("Debezium");
    }

    private static String applicationName(Connection connection, int pid) throws SQLException {
        String sql = "SELECT coalesce(application_name, '') FROM pg_stat_activity WHERE pid = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, pid);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
