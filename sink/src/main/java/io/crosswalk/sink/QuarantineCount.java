package io.crosswalk.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** How many rows of a migration are in the quarantine, by target table. */
public final class QuarantineCount {

    private QuarantineCount() {}

    public static Map<String, Long> read(Connection connection, String name) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        String sql = "SELECT target_table, count(*) FROM crosswalk.quarantine WHERE name = ? GROUP BY 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return counts;
    }
}
