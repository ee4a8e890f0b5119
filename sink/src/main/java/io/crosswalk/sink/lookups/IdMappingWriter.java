package io.crosswalk.sink.lookups;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.postgres.CopyText;
import io.crosswalk.sink.rows.PendingRow;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps {@code crosswalk.id_mappings} in step with the rows of the tables that record their ids. */
public final class IdMappingWriter {

    private IdMappingWriter() {}

    /** Remembers which legacy id became which new one; rows are resolved and have a key of one column. */
    public static void record(Connection connection, String space, List<PendingRow> rows, List<Key> keys)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO crosswalk.id_mappings (table_name, old_id, new_id)"
                + " SELECT ?, o, n::uuid FROM unnest(?::text[], ?::text[]) AS s (o, n) ON CONFLICT DO NOTHING";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", rows.stream().map(row -> row.origin().key()).toArray()));
            statement.setArray(3, connection.createArrayOf("text", firstValues(keys)));
            statement.executeUpdate();
        }
    }

    /** The same by COPY, for rows that are new. */
    public static void copy(Connection connection, String space, List<PendingRow> rows, List<Key> keys)
            throws SQLException {
        CopyIn in = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY crosswalk.id_mappings (table_name, old_id, new_id) FROM STDIN");
        try {
            StringBuilder lines = new StringBuilder(rows.size() * 80);
            for (int i = 0; i < rows.size(); i++) {
                CopyText.encode(space, lines);
                lines.append('\t');
                CopyText.encode(rows.get(i).origin().key(), lines);
                lines.append('\t').append(keys.get(i).value(0)).append('\n');
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            in.writeToCopy(bytes, 0, bytes.length);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    /** The legacy ids of rows, by their new ones. */
    public static Map<String, String> oldIds(Connection connection, String space, List<Key> keys) throws SQLException {
        String sql =
                "SELECT new_id::text, old_id FROM crosswalk.id_mappings WHERE table_name = ? AND new_id = ANY (?::uuid[])";
        Map<String, String> oldIds = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", firstValues(keys)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    oldIds.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return oldIds;
    }

    /** Forgets rows by their new ids. */
    public static void forget(Connection connection, String space, List<Key> keys) throws SQLException {
        String sql = "DELETE FROM crosswalk.id_mappings WHERE table_name = ? AND new_id = ANY (?::uuid[])";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", firstValues(keys)));
            statement.executeUpdate();
        }
    }

    /** Forgets a whole key space. */
    public static void forgetAll(Connection connection, String space) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.id_mappings WHERE table_name = ?")) {
            statement.setString(1, space);
            statement.executeUpdate();
        }
    }

    private static Object[] firstValues(List<Key> keys) {
        return keys.stream().map(key -> key.value(0)).toArray();
    }
}
