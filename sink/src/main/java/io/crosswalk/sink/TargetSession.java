package io.crosswalk.sink;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.postgres.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens connections that write migrated rows. */
final class TargetSession {

    private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);

    private TargetSession() {}

    /**
     * A connection without autocommit on which triggers and foreign keys do not act on migrated rows, where the role may ask for that
     * ({@code session_replication_role = replica}; PostgreSQL manual, 20.11.1).
     */
    static Connection open(DatabaseAddress address, String purpose) throws SQLException {
        Connection connection = address.connect("crosswalk " + purpose);
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("SET session_replication_role = replica");
            } catch (SQLException e) {
                if (!"42501".equals(e.getSQLState())) {
                    throw e;
                }
                LOG.warn(
                        "{} may not set session_replication_role: triggers and foreign keys of the target act on migrated rows",
                        address.user());
            }
            statement.execute("SET client_min_messages = warning");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Takes the one seat of a migration's writer for the life of the connection.
     *
     * @throws SinkException when another session holds it, named in the message
     */
    static void claim(Connection connection, String name) throws SQLException {
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
        connection.commit();
    }

    private static @Nullable String holder(Connection connection, String name) throws SQLException {
        String sql = """
                SELECT format('%s from %s, pid %s, since %s', a.application_name, coalesce(host(a.client_addr), 'a local socket'),
                              a.pid, date_trunc('second', a.backend_start))
                FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
                  AND l.classid = ((hashtext('crosswalk')::bigint) & 4294967295)::oid
                  AND l.objid = ((hashtext(?)::bigint) & 4294967295)::oid""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "a session that has just ended";
            }
        }
    }
}
