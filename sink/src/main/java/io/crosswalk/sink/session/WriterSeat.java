package io.crosswalk.sink.session;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.ledger.ControlSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The one seat of those who write a migration's target. It has two parts: an advisory lock, which ends with its session however that ends,
 * and a signature in {@code crosswalk.writers}, which every transaction that writes looks at and holds on to. The lock keeps a second
 * migrator out. The signature keeps a first one out that slept while its session was lost and somebody else took the seat: what it still
 * had open is ended, and what it begins is refused.
 *
 * <p>One for each attempt to run a migration. Safe for several threads, except that one at a time may claim it.
 */
public final class WriterSeat {

    private static final Logger LOG = LoggerFactory.getLogger(WriterSeat.class);
    private static final long PAUSE_MILLIS = 200;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    // Advisory locks belong to their database, and pg_locks shows those of all databases.
    private static final String HELD = """
            l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.classid = ((hashtext('%s')::bigint) & 4294967295)::oid
            AND l.objid = ((hashtext(?)::bigint) & 4294967295)::oid""";
    private static final String SEAT = HELD.formatted("crosswalk");
    /** What transactions that write hold in common, and whoever signs alone. It ends with the transaction. */
    private static final String WRITING = "crosswalk writing";

    private final String name;
    private final String owner = UUID.randomUUID().toString();
    /** The server process of the session that claimed the seat last; 0 before. */
    private volatile int session;

    /** @param name the migration's */
    public WriterSeat(String name) {
        this.name = name;
    }

    private record Holder(int pid, String description) {}

    /**
     * Takes the lock, and waits a while for it: the seat of a predecessor that was killed is free when its server process notices.
     *
     * @throws SinkException when another session keeps it, named in the message
     */
    public void claim(Connection connection, Duration patience) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                claim(connection);
                return;
            } catch (SinkException e) {
                if (!e.isTransient() || System.nanoTime() > deadline) {
                    throw SinkException.lasting(String.valueOf(e.getMessage()), e);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /**
     * Takes the lock for the life of the connection.
     *
     * @throws SinkException when another session holds it, named in the message: lasting when this seat was ours and is not any more
     */
    public void claim(Connection connection) throws SQLException {
        String sql = "SELECT pg_try_advisory_lock(hashtext('crosswalk'), hashtext(?)), pg_backend_pid()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw taken(connection);
                }
                session = row.getInt(2);
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private SinkException taken(Connection connection) throws SQLException {
        Optional<Holder> holder = holder(connection);
        String who = holder.map(Holder::description).orElse("a session that has just ended");
        if (session == 0) {
            return SinkException.passing(
                    "another migrator writes " + name + ": " + who + ". Stop it, or wait until its session has ended",
                    null);
        }
        if (holder.isEmpty() || holder.get().pid() == session) {
            // A connection that broke on our side only: its server process would wait for hours.
            holder.ifPresent(own -> end(connection, own.pid()));
            return SinkException.passing("the session that held the seat of " + name + " is ending", null);
        }
        return SinkException.lasting(
                "another migrator has taken over " + name + " while this one had lost its connection: " + who
                        + ". This one ends; nothing of it came after the other had begun",
                null);
    }

    private static void end(Connection connection, int pid) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
            statement.setInt(1, pid);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("the server process " + pid + " cannot be ended", e);
        }
    }

    /**
     * Signs, after the lock is taken and the control tables are there: from now on the transactions of whoever signed before are refused.
     * One that such a writer left open is waited for, then ended. The ledger of an older version becomes one of this version.
     *
     * @throws SinkException when an open transaction of a predecessor cannot be ended
     */
    public void sign(Connection connection) throws SQLException {
        boolean automatic = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            if (!signWithin(connection, "3s")) {
                endPredecessors(connection);
                if (!signWithin(connection, "10s")) {
                    throw SinkException.lasting(
                            "an earlier migrator of " + name
                                    + " has left a transaction open in the target. End its session"
                                    + " (pg_stat_activity shows it as 'crosswalk ...') with pg_terminate_backend, and start again",
                            null);
                }
            }
            Failpoint.SEAT_SIGNED.reached();
        } finally {
            connection.setAutoCommit(automatic);
        }
    }

    private boolean signWithin(Connection connection, String lockTimeout) throws SQLException {
        String signature = "INSERT INTO crosswalk.writers (name, owner) VALUES (?, ?::uuid)"
                + " ON CONFLICT (name) DO UPDATE SET owner = EXCLUDED.owner, signed_at = clock_timestamp()";
        String upgrade = "UPDATE crosswalk.ledger SET version = ? WHERE name = ? AND version < ?";
        try (Statement timeout = connection.createStatement();
                PreparedStatement alone = connection.prepareStatement(
                        "SELECT pg_advisory_xact_lock(hashtext('" + WRITING + "'), hashtext(?))");
                PreparedStatement sign = connection.prepareStatement(signature);
                PreparedStatement version = connection.prepareStatement(upgrade)) {
            timeout.execute("SET LOCAL lock_timeout = '" + lockTimeout + "'");
            alone.setString(1, name);
            alone.execute();
            sign.setString(1, name);
            sign.setString(2, owner);
            sign.executeUpdate();
            version.setInt(1, ControlSchema.VERSION);
            version.setString(2, name);
            version.setInt(3, ControlSchema.VERSION);
            version.executeUpdate();
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** We have the seat: whoever else is in a transaction that looked at the signature is a predecessor that sleeps. */
    private void endPredecessors(Connection connection) throws SQLException {
        String sql = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l WHERE l.pid <> pg_backend_pid() AND "
                + HELD.formatted(WRITING);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.execute();
            connection.commit();
        } catch (SQLException e) {
            LOG.debug("sessions of a predecessor cannot be ended: {}", Failures.withoutValues(e));
            connection.rollback();
        }
    }

    /**
     * Looks at the signature, and keeps others from signing until the transaction ends. To be called in every transaction that writes,
     * before it writes.
     *
     * @throws SinkException when somebody else has signed since
     */
    public void verify(Connection connection) throws SQLException {
        if (!isOurs(connection)) {
            throw SinkException.lasting(
                    "another migrator has taken over " + name
                            + ". This one ends; nothing of it came after the other had begun",
                    null);
        }
    }

    /** True when nobody has signed since; nobody can until the transaction ends. */
    public boolean isOurs(Connection connection) throws SQLException {
        // Two statements: the second must see what a signer committed while the first waited for it.
        String together = "SELECT pg_advisory_xact_lock_shared(hashtext('" + WRITING + "'), hashtext(?))";
        String signature = "SELECT FROM crosswalk.writers WHERE name = ? AND owner = ?::uuid";
        try (PreparedStatement lock = connection.prepareStatement(together);
                PreparedStatement look = connection.prepareStatement(signature)) {
            lock.setString(1, name);
            lock.execute();
            look.setString(1, name);
            look.setString(2, owner);
            try (ResultSet row = look.executeQuery()) {
                return row.next();
            }
        }
    }

    /** True while some session has the lock. Takes nothing. */
    public static boolean isTaken(Connection connection, String name) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM pg_locks l WHERE " + SEAT + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private Optional<Holder> holder(Connection connection) throws SQLException {
        String sql = """
                SELECT a.pid, format('%s from %s, pid %s, since %s', a.application_name, coalesce(host(a.client_addr), 'a local socket'),
                                     a.pid, date_trunc('second', a.backend_start))
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE\s""" + SEAT;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Holder(row.getInt(1), row.getString(2))) : Optional.empty();
            }
        }
    }
}
