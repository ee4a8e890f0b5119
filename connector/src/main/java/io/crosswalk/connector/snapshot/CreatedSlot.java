package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.SessionLimits;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/**
 * A replication slot that was created just now, and the connection that created it: a temporary slot lives as long as that, an exported
 * snapshot until that is used again or closed. Creating one waits until every transaction that runs on the source has ended.
 */
final class CreatedSlot implements AutoCloseable {

    private static final int OPTION_LIST_SINCE = 15;
    private static final String DUPLICATE_OBJECT = "42710";
    private static final Set<String> NO_ROOM = Set.of("53300", "53400");
    private static final int FAILOVER_SINCE = 17;

    private final Connection connection;
    private final @Nullable String snapshot;
    private final SlotIdentity identity;

    private CreatedSlot(Connection connection, @Nullable String snapshot, SlotIdentity identity) {
        this.connection = connection;
        this.snapshot = snapshot;
        this.identity = identity;
    }

    /** The migration's slot, with an exported snapshot. */
    static CreatedSlot lasting(SourceSettings settings) throws SQLException, InterruptedException {
        return create(settings.address(), settings.slot(), false, true);
    }

    /**
     * A slot that goes with its connection.
     *
     * @param suffix what its name has beyond that of the migration's slot
     * @param export whether a snapshot is exported with it
     */
    static CreatedSlot temporary(SourceSettings settings, String suffix, boolean export)
            throws SQLException, InterruptedException {
        return create(settings.address(), settings.slot() + "_" + suffix, true, export);
    }

    private static CreatedSlot create(DatabaseAddress address, String slot, boolean temporary, boolean export)
            throws SQLException, InterruptedException {
        Connection connection = replicationConnection(address);
        try {
            SessionLimits.lift(connection);
            int version = connection.getMetaData().getDatabaseMajorVersion();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = 0");
                // Asked before the slot exists: a role that may not ask must not leave a slot behind.
                SlotIdentity server = server(address, slot);
                String command = command(slot, temporary, export, version, !temporary && isPrimary(address));
                LongQuery query = new LongQuery("creating slot " + slot, address, statement);
                return query.await(() -> execute(connection, statement, command, server));
            }
        } catch (SQLException e) {
            connection.close();
            passing(slot, e);
            throw e;
        } catch (RuntimeException | InterruptedException e) {
            connection.close();
            throw e;
        }
    }

    private static void passing(String slot, SQLException refused) {
        String state = String.valueOf(refused.getSQLState());
        if (DUPLICATE_OBJECT.equals(state)) {
            // A process that was killed had asked for it, and its server process came to that only now.
            throw SourceException.passing(
                    "replication slot " + slot + " has come into being just now, by a start that was cut off", refused);
        }
        if (NO_ROOM.contains(state)) {
            throw SourceException.passing(
                    "the source has no room for replication slot " + slot
                            + ": a migration's slot needs a second one, and two WAL senders, while it comes into being"
                            + " (max_replication_slots, max_wal_senders): " + refused.getMessage(),
                    refused);
        }
    }

    private static Connection replicationConnection(DatabaseAddress address) throws SQLException {
        Properties properties = address.properties();
        properties.setProperty("replication", "database");
        // Without it the driver asks for the version by a query that a replication connection cannot take.
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("ApplicationName", "crosswalk snapshot");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("tcpKeepAlive", "true");
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    private static boolean isPrimary(DatabaseAddress address) throws SQLException {
        try (Connection connection = address.connectCautiously("crosswalk source");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NOT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static String command(String slot, boolean temporary, boolean export, int version, boolean failover) {
        String head = "CREATE_REPLICATION_SLOT " + Identifiers.quote(slot) + (temporary ? " TEMPORARY" : "")
                + " LOGICAL pgoutput ";
        if (version < OPTION_LIST_SINCE) {
            return head + (export ? "EXPORT_SNAPSHOT" : "NOEXPORT_SNAPSHOT");
        }
        // A failover slot survives on synchronised standbys; on a server without standbys it changes nothing.
        return head + "(SNAPSHOT " + (export ? "'export'" : "'nothing'")
                + (version >= FAILOVER_SINCE && failover ? ", FAILOVER true)" : ")");
    }

    private static SlotIdentity server(DatabaseAddress address, String slot) throws SQLException {
        try (Connection connection = address.connectCautiously("crosswalk source")) {
            return ReplicationSlot.identity(connection, slot, Position.ZERO);
        }
    }

    private static CreatedSlot execute(Connection connection, Statement statement, String command, SlotIdentity server)
            throws SQLException {
        // A server looks after its client during a replication command only where a query came right before it.
        statement.execute("SELECT");
        try (ResultSet row = statement.executeQuery(command)) {
            row.next();
            Position position = Position.parse(row.getString("consistent_point"));
            SlotIdentity identity =
                    new SlotIdentity(server.slot(), server.systemIdentifier(), server.timeline(), position);
            return new CreatedSlot(connection, row.getString("snapshot_name"), identity);
        }
    }

    SlotIdentity identity() {
        return identity;
    }

    /** What {@code SET TRANSACTION SNAPSHOT} takes; for a slot that was created with a snapshot. */
    String exportedSnapshot() {
        return Objects.requireNonNull(snapshot);
    }

    /** The session that created it. Using it ends the snapshot for everybody who has not joined it yet. */
    Connection connection() {
        return connection;
    }

    /** Ends the session, and with it the snapshot and a temporary slot. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
