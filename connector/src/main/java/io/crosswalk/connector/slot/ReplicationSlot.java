package io.crosswalk.connector.slot;

import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Questions to the source about replication slots. Servers 13 to 18. */
public final class ReplicationSlot {

    /** The server needs a moment to notice that our own predecessor is gone. */
    public static final Duration PREDECESSOR = Duration.ofSeconds(10);

    private static final int INVALIDATION_REASON_SINCE = 17;
    private static final Duration POLL = Duration.ofMillis(100);

    private ReplicationSlot() {}

    /** The slot now; empty when there is none of that name. */
    public static Optional<SlotState> state(Connection connection, String slot) throws SQLException {
        boolean tellsReason = connection.getMetaData().getDatabaseMajorVersion() >= INVALIDATION_REASON_SINCE;
        String sql = """
                SELECT plugin, database, active, coalesce(active_pid, 0), temporary, confirmed_flush_lsn::text, restart_lsn::text,
                       coalesce(wal_status, 'lost'), safe_wal_size,
                       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint,
                       %s
                FROM pg_replication_slots WHERE slot_name = ?""".formatted(tellsReason ? "invalidation_reason" : "NULL");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                long safe = row.getLong(9);
                Optional<Long> safeWalSize = row.wasNull() ? Optional.empty() : Optional.of(safe);
                return Optional.of(new SlotState(
                        String.valueOf(row.getString(1)),
                        String.valueOf(row.getString(2)),
                        row.getBoolean(3),
                        row.getInt(4),
                        row.getBoolean(5),
                        position(row.getString(6)),
                        position(row.getString(7)),
                        row.getString(8),
                        safeWalSize,
                        row.getLong(10),
                        Optional.ofNullable(row.getString(11))));
            }
        }
    }

    private static Position position(@Nullable String lsn) {
        return lsn == null ? Position.ZERO : Position.parse(lsn);
    }

    /** The identity of a slot that was created at {@code createdAt} on the server asked. */
    public static SlotIdentity identity(Connection connection, String slot, Position createdAt) throws SQLException {
        // After a promotion the control file shows the old timeline until the next checkpoint; the name of the WAL file
        // being written does not.
        String sql = """
                SELECT s.system_identifier,
                       CASE WHEN pg_is_in_recovery() THEN c.timeline_id
                            ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer END
                FROM pg_control_system() s, pg_control_checkpoint() c""";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new SlotIdentity(slot, row.getLong(1), row.getInt(2), createdAt);
        }
    }

    /** How many more slots the server has room for. */
    public static int free(Connection connection) throws SQLException {
        String sql = "SELECT current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Drops the slot; nothing happens when there is none. A slot in use is refused by the server. */
    public static void drop(Connection connection, String slot) throws SQLException {
        String sql = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, slot);
            statement.execute();
        }
    }

    /**
     * The slot as soon as nobody uses it, or as it is when the time is over: the server notices only after a moment that our own
     * predecessor is gone.
     */
    public static Optional<SlotState> whenFree(Connection connection, String slot, Duration patience)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<SlotState> state = state(connection, slot);
        while (state.isPresent() && state.get().active() && System.nanoTime() < deadline) {
            Thread.sleep(POLL.toMillis());
            state = state(connection, slot);
        }
        return state;
    }
}
