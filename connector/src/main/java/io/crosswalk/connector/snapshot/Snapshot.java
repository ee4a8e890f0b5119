package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
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
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A snapshot that others can join, whose position is known exactly because a replication slot was created with it: it contains every
 * transaction that ends at or before the position and none after (PostgreSQL manual, 55.4 "CREATE_REPLICATION_SLOT"). It lives as long
 * as its connection stays idle, which is until {@link #close()}.
 */
public final class Snapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
    private static final Duration FIRST_NOTICE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int OPTION_LIST_SINCE = 15;
    private static final int FAILOVER_SINCE = 17;
    private static final int IDLE_SESSION_TIMEOUT_SINCE = 14;
    private static final String DUPLICATE_OBJECT = "42710";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;
    private final String name;
    private final SlotIdentity identity;

    private Snapshot(Connection connection, String name, SlotIdentity identity) {
        this.connection = connection;
        this.name = name;
        this.identity = identity;
    }

    /**
     * Creates the migration's slot together with a snapshot. Waits until every transaction that runs on the source has ended, for 10
     * minutes at most; after 10 seconds it logs whom it waits for. A slot beside which somebody has rewritten a table is made anew, some
     * times.
     *
     * @throws SourceException passing, when the slot has come into being since the caller looked
     */
    public static Snapshot createSlot(SourceSettings settings) throws SQLException, InterruptedException {
        int attempt = 1;
        while (true) {
            CatalogMoment before = CatalogMoment.now(settings.address());
            Snapshot snapshot = createSlotOnce(settings);
            try {
                List<String> changed = before.changedSince(settings.address());
                if (changed.isEmpty()) {
                    return snapshot;
                }
                if (attempt == ATTEMPTS) {
                    LOG.warn(
                            "TRUNCATE or DDL on {} each time that slot {} came into being: should the stream end because the"
                                    + " server cannot decode its WAL, crosswalk resync makes a new slot",
                            String.join(", ", changed),
                            settings.slot());
                    return snapshot;
                }
                LOG.info(
                        "TRUNCATE or DDL on {} while slot {} came into being: it is made anew",
                        String.join(", ", changed),
                        settings.slot());
                snapshot.dropSlot(settings);
            } catch (SQLException | RuntimeException e) {
                snapshot.close();
                throw e;
            }
            attempt++;
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void dropSlot(SourceSettings settings) throws SQLException {
        close();
        try (Connection source = settings.address().connectCautiously("crosswalk source")) {
            ReplicationSlot.drop(source, settings.slot());
        }
    }

    private static Snapshot createSlotOnce(SourceSettings settings) throws SQLException, InterruptedException {
        try {
            return create(settings.address(), settings.slot(), false);
        } catch (SQLException e) {
            if (DUPLICATE_OBJECT.equals(e.getSQLState())) {
                // A process that was killed had asked for it, and its server process came to that only now.
                throw SourceException.passing(
                        "replication slot " + settings.slot()
                                + " has come into being just now, by a start that was cut off",
                        e);
            }
            throw e;
        }
    }

    /** A snapshot of its own, with a slot that goes when this is closed. Waits like {@link #createSlot}. */
    public static Snapshot temporary(SourceSettings settings) throws SQLException, InterruptedException {
        return create(settings.address(), settings.slot() + "_" + Integer.toHexString(RANDOM.nextInt()), true);
    }

    private static Snapshot create(DatabaseAddress address, String slot, boolean temporary)
            throws SQLException, InterruptedException {
        Connection connection = replicationConnection(address);
        try {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            int pid = keepAlive(connection, version);
            try (Statement statement = connection.createStatement()) {
                // Asked before the slot exists: a role that may not ask must not leave a slot behind.
                SlotIdentity server = server(address, slot);
                String command = command(slot, temporary, version, !temporary && isPrimary(address));
                FutureTask<Snapshot> creation = new FutureTask<>(() -> execute(connection, statement, command, server));
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

    private static String command(String slot, boolean temporary, int version, boolean failover) {
        String head = "CREATE_REPLICATION_SLOT " + Identifiers.quote(slot) + (temporary ? " TEMPORARY" : "")
                + " LOGICAL pgoutput ";
        if (version < OPTION_LIST_SINCE) {
            return head + "EXPORT_SNAPSHOT";
        }
        // A failover slot survives on synchronised standbys; on a server without standbys it changes nothing.
        return head + "(SNAPSHOT 'export'" + (version >= FAILOVER_SINCE && failover ? ", FAILOVER true)" : ")");
    }

    private static SlotIdentity server(DatabaseAddress address, String slot) throws SQLException {
        try (Connection connection = address.connectCautiously("crosswalk source")) {
            return ReplicationSlot.identity(connection, slot, Position.ZERO);
        }
    }

    private static Snapshot execute(Connection connection, Statement statement, String command, SlotIdentity server)
            throws SQLException {
        try (ResultSet row = statement.executeQuery(command)) {
            row.next();
            Position position = Position.parse(row.getString("consistent_point"));
            SlotIdentity identity =
                    new SlotIdentity(server.slot(), server.systemIdentifier(), server.timeline(), position);
            return new Snapshot(connection, row.getString("snapshot_name"), identity);
        }
    }

    private static Snapshot await(FutureTask<Snapshot> creation, Statement statement, DatabaseAddress address, int pid)
            throws SQLException, InterruptedException {
        try {
            try {
                return creation.get(FIRST_NOTICE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn("The snapshot waits for transactions that run on the source: {}", blockers(address, pid));
            }
            return creation.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            statement.cancel();
            throw SourceException.passing(
                    "no snapshot within " + PATIENCE.toMinutes() + " minutes: transactions still run on the source: "
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

    /** What {@code SET TRANSACTION SNAPSHOT} takes. */
    public String name() {
        return name;
    }

    /** The snapshot contains exactly what was committed at or before here. */
    public Position position() {
        return identity.createdAt();
    }

    /** The slot that was created with it. */
    public SlotIdentity identity() {
        return identity;
    }

    /** Ends the snapshot for everybody who has not joined it yet. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
