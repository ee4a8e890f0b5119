package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A replication slot that was created just now, and the connection that created it: a temporary slot lives as long as that, an exported
 * snapshot until that is used again or closed. Creating one waits until every transaction that runs on the source has ended.
 */
final class CreatedSlot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CreatedSlot.class);
    private static final Duration FIRST_NOTICE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OPTION_LIST_SINCE = 15;
    private static final int FAILOVER_SINCE = 17;
    private static final int IDLE_SESSION_TIMEOUT_SINCE = 14;
    private static final SecureRandom RANDOM = new SecureRandom();

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
     * @param export whether a snapshot is exported with it
     */
    static CreatedSlot temporary(SourceSettings settings, boolean export) throws SQLException, InterruptedException {
        return create(settings.address(), settings.slot() + "_" + Integer.toHexString(RANDOM.nextInt()), true, export);
    }

    private static CreatedSlot create(DatabaseAddress address, String slot, boolean temporary, boolean export)
            throws SQLException, InterruptedException {
        Connection connection = replicationConnection(address);
        try {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            int pid = keepAlive(connection, version);
            try (Statement statement = connection.createStatement()) {
                // Asked before the slot exists: a role that may not ask must not leave a slot behind.
                SlotIdentity server = server(address, slot);
                String command = command(slot, temporary, export, version, !temporary && isPrimary(address));
                FutureTask<CreatedSlot> creation =
                        new FutureTask<>(() -> execute(connection, statement, command, server));
                Thread thread = new Thread(creation, "crosswalk-snapshot-" + slot);
                thread.setDaemon(true);
                thread.start();
                return await(creation, statement, address, pid);
            }
        } catch (SQLException | RuntimeException | InterruptedException e) {
            connection.close();
            throw e;
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

    // The exporting session idles inside a transaction: no time limit of the server may end it.
    private static int keepAlive(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET lock_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            if (version >= IDLE_SESSION_TIMEOUT_SINCE) {
                statement.execute("SET idle_session_timeout = 0");
            }
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return row.getInt(1);
            }
        }
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
        try (ResultSet row = statement.executeQuery(command)) {
            row.next();
            Position position = Position.parse(row.getString("consistent_point"));
            SlotIdentity identity =
                    new SlotIdentity(server.slot(), server.systemIdentifier(), server.timeline(), position);
            return new CreatedSlot(connection, row.getString("snapshot_name"), identity);
        }
    }

    private static CreatedSlot await(
            FutureTask<CreatedSlot> creation, Statement statement, DatabaseAddress address, int pid)
            throws SQLException, InterruptedException {
        try {
            try {
                return creation.get(FIRST_NOTICE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn("The new slot waits for transactions that run on the source: {}", blockers(address, pid));
            }
            return creation.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            statement.cancel();
            throw SourceException.passing(
                    "no slot within " + PATIENCE.toMinutes() + " minutes: transactions still run on the source: "
                            + blockers(address, pid),
                    e);
        } catch (InterruptedException e) {
            statement.cancel();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException("creating the slot failed", e.getCause());
        }
    }

    private static String blockers(DatabaseAddress address, int pid) throws SQLException {
        String sql = """
                SELECT string_agg(format('pid %s (%s, %s, open for %s)', pid, application_name, state,
                                         date_trunc('second', clock_timestamp() - xact_start)), '; ')
                FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(?))""";
        try (Connection connection = address.connectCautiously("crosswalk source");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, pid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String blockers = row.getString(1);
                return blockers == null ? "nobody is seen to be in the way" : blockers;
            }
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
