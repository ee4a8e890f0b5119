package io.crosswalk.operations.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads {@code crosswalk.id_mappings}. A target without the table has recorded nothing. Belongs to one thread. */
public final class RecordedKeys {

    private final Connection target;

    public RecordedKeys(Connection target) {
        this.target = target;
    }

    /**
     * One row of the table.
     *
     * @param space the key space
     * @param created false for an account that existed before the migration and was linked
     */
    public record Entry(String space, String oldId, String newId, boolean created) {}

    /** The entries of a legacy key in some key spaces. */
    public List<Entry> ofLegacy(Collection<String> spaces, String oldId) throws SQLException {
        return read("old_id = ?", spaces, oldId);
    }

    /** The entries of a new key in some key spaces. */
    public List<Entry> ofNew(Collection<String> spaces, String newId) throws SQLException {
        return read("new_id = ?::uuid", spaces, newId);
    }

    private List<Entry> read(String condition, Collection<String> spaces, String id) throws SQLException {
        if (!exists()) {
            return List.of();
        }
        // With the names of the spaces both unique indexes of the table serve.
        String sql =
                "SELECT table_name, old_id, new_id::text, created FROM crosswalk.id_mappings WHERE table_name = ANY (?) AND "
                        + condition + " ORDER BY 1, 2";
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setArray(1, target.createArrayOf("text", spaces.toArray()));
            statement.setString(2, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
                }
            }
        }
        return entries;
    }

    private boolean exists() throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('crosswalk.id_mappings') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
