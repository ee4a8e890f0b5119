package io.crosswalk.connector.guard;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How far the source has come, asked beside the stream: its WAL, and the row of ours that only the stream's heartbeat changes. */
final class SourceProgress {

    private SourceProgress() {}

    /** How far the WAL is on the disk: a crash takes nothing of it back. */
    static Position durableEnd(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_flush_lsn()::text")) {
            row.next();
            return Position.parse(row.getString(1));
        }
    }

    /** Nothing that a session asks waits for long behind a lock of the application's. */
    static void limitLocks(Connection connection, SourceSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + settings.lockTimeout().toMillis());
        }
    }

    /** How often the stream's heartbeat has changed our row; 0 when there is none. */
    static long beat(Connection connection, String name) throws SQLException {
        try (PreparedStatement exists =
                        connection.prepareStatement("SELECT to_regclass('crosswalk.heartbeat') IS NOT NULL");
                ResultSet row = exists.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                return 0;
            }
        }
        String sql = "SELECT beat FROM crosswalk.heartbeat WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
