package io.crosswalk.testbed.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/** Creates and drops databases through a server's maintenance database. Safe for any thread. */
record Administration(Database maintenance) {

    private static final int MAX_NAME_BYTES = 63;

    Database createDatabase(String prefix) throws SQLException {
        String suffix = "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        String cleaned = prefix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String name = cleaned.substring(0, Math.min(cleaned.length(), MAX_NAME_BYTES - suffix.length())) + suffix;
        try (Connection connection = maintenance.connect();
                Statement statement = connection.createStatement()) {
            // template1 may be in use by a parallel CREATE DATABASE; template0 never is.
            statement.execute("CREATE DATABASE \"" + name + "\" TEMPLATE template0 ENCODING 'UTF8'");
        }
        return maintenance.named(name);
    }

    void dropDatabase(Database database) throws SQLException {
        try (Connection connection = maintenance.connect()) {
            dropSlots(connection, database.name());
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "DROP DATABASE IF EXISTS \"" + database.name().replace("\"", "\"\"") + "\" WITH (FORCE)");
            }
        }
    }

    int majorVersion() throws SQLException {
        try (Connection connection = maintenance.connect()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    /** DROP DATABASE refuses while a logical slot lives in it, and a slot cannot be dropped while it is read. */
    private static void dropSlots(Connection connection, String database) throws SQLException {
        String terminate = """
                SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
                WHERE database = ? AND active_pid IS NOT NULL
                """;
        String drop = """
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                WHERE database = ? AND NOT temporary AND active_pid IS NULL
                """;
        for (String sql : new String[] {terminate, drop}) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, database);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
            }
        }
    }
}
