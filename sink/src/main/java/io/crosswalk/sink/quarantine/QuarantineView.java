package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the quarantine of a migration holds, for those who only look. */
public final class QuarantineView {

    private QuarantineView() {}

    /** How many rows wait, by target table. */
    public static Map<String, Long> counts(Connection connection, String name) throws SQLException {
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

    /**
     * Which of these rows wait for a reason of their own, as one that the target refuses: not for a certain other row.
     *
     * @param symbolicKeys the rows' keys as the transform writes them
     */
    public static Set<Key> refused(Connection connection, String name, TableId table, Collection<Key> symbolicKeys)
            throws SQLException {
        Map<String, Key> keys = new TreeMap<>();
        symbolicKeys.forEach(key -> keys.put(key.text(), key));
        String sql =
                "SELECT target_key FROM crosswalk.quarantine WHERE name = ? AND target_table = ? AND target_key = ANY (?)"
                        + " AND NOT EXISTS (SELECT FROM unnest(waits_for) AS w WHERE NOT " + WaitKey.isAnySql("w")
                        + ")";
        Set<Key> refused = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, table.toString());
            statement.setArray(3, connection.createArrayOf("text", keys.keySet().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    refused.add(keys.get(rows.getString(1)));
                }
            }
        }
        return refused;
    }
}
