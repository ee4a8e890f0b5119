package io.crosswalk.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** How long a session may work and idle, and how soon its server notices that nobody is at the other end. */
public final class SessionLimits {

    private static final int IDLE_SESSION_TIMEOUT_SINCE = 14;
    private static final int CLIENT_CONNECTION_CHECK_SINCE = 14;
    private static final int TRANSACTION_TIMEOUT_SINCE = 17;
    private static final String INVALID_PARAMETER_VALUE = "22023";
    // The server gives up on a machine that is gone within a minute or so, and with it on its locks, seats and slots.
    // On a local socket they do nothing.
    private static final String DEAD_PEER = "; SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10;"
            + " SET tcp_keepalives_count = 3; SET tcp_user_timeout = 60000";

    private SessionLimits() {}

    /**
     * Takes away the time limits that a role or server sets for its application, which would cut off index builds, snapshots and idle
     * watchers; and has the server notice, also in the middle of a statement, that its client is gone.
     */
    public static void lift(Connection connection) throws SQLException {
        int majorVersion = connection.getMetaData().getDatabaseMajorVersion();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
                    + (majorVersion >= IDLE_SESSION_TIMEOUT_SINCE ? "; SET idle_session_timeout = 0" : "")
                    + (majorVersion >= TRANSACTION_TIMEOUT_SINCE ? "; SET transaction_timeout = 0" : "")
                    + DEAD_PEER);
            if (majorVersion >= CLIENT_CONNECTION_CHECK_SINCE) {
                noticeGoneClient(statement);
            }
        }
    }

    /**
     * Else a server learns that its client was killed when the statement in hand has ended: an index build, or a wait for a lock, would
     * keep locks and seats for as long. Off by default, and refused where the operating system cannot tell (PostgreSQL manual, 20.3.2).
     */
    private static void noticeGoneClient(Statement statement) throws SQLException {
        try {
            statement.execute("SET client_connection_check_interval = '5s'");
        } catch (SQLException e) {
            if (!INVALID_PARAMETER_VALUE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
