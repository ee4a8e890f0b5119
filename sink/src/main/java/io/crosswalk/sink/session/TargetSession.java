package io.crosswalk.sink.session;

import io.crosswalk.postgres.DatabaseAddress;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens connections that write migrated rows. */
public final class TargetSession {

    private TargetSession() {}

    /** A connection without autocommit, in the {@link ReplicaRole}. */
    public static Connection open(DatabaseAddress address, String purpose) throws SQLException {
        Connection connection = address.connect("crosswalk " + purpose);
        try (Statement statement = connection.createStatement()) {
            ReplicaRole.enter(connection);
            statement.execute("SET client_min_messages = warning");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Has every statement planned anew, until the transaction ends. A plan that the server keeps was made for a few keys, and for the table
     * as it was then. Many keys in a table that the same transaction has filled, looked up by such a plan, take the square of their number:
     * minutes for each batch.
     */
    public static void planAnew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        }
    }
}
