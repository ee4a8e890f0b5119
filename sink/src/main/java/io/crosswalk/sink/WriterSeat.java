package io.crosswalk.sink;

import io.crosswalk.pipeline.SinkException;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** The one seat of those who write a migration's target: an advisory lock that ends with its session, however that ends. */
public final class WriterSeat {

    private static final long PAUSE_MILLIS = 200;
    // Advisory locks belong to their database, and pg_locks shows those of all databases.
    private static final String SEAT = """
            l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.classid = ((hashtext('crosswalk')::bigint) & 4294967295)::oid
            AND l.objid = ((hashtext(?)::bigint) & 4294967295)::oid""";

    private WriterSeat() {}

    /**
     * Takes the seat, and waits a while for it: the seat of a predecessor that was killed is free when its server process notices.
     *
     * @throws SinkException when another session keeps it, named in the message
     */
    public static void claim(Connection connection, String name, Duration patience)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                claim(connection, name);
                return;
            } catch (SinkException e) {
                if (System.nanoTime() > deadline) {
                    throw SinkException.lasting(String.valueOf(e.getMessage()), e);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    /**
     * Takes the one seat of a migration's writer for the life of the connection.
     *
     * @throws SinkException when another session holds it, named in the message
     */
    public static void claim(Connection connection, String name) throws SQLException {
        String sql = "SELECT pg_try_advisory_lock(hashtext('crosswalk'), hashtext(?))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw SinkException.passing(
                            "another migrator writes " + name + ": " + holder(connection, name)
                                    + ". Stop it, or wait until its session has ended",
                            null);
                }
            }
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    /** True while some session has the seat. Takes nothing. */
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

    private static @Nullable String holder(Connection connection, String name) throws SQLException {
        String sql = """
                SELECT format('%s from %s, pid %s, since %s', a.application_name, coalesce(host(a.client_addr), 'a local socket'),
                              a.pid, date_trunc('second', a.backend_start))
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE\s""" + SEAT;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "a session that has just ended";
            }
        }
    }
}
