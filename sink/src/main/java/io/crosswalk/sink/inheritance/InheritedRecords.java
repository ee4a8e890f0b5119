package io.crosswalk.sink.inheritance;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.lookups.RowResolution.Result;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code crosswalk.inherited}: which rows have their tenant from a parent row, in tables whose rows may have it from elsewhere too (from
 * a column of their own, or from another parent).
 */
public final class InheritedRecords {

    private InheritedRecords() {}

    public static boolean areNeeded(TargetTable table) {
        return table.inherited().stream().anyMatch(column -> !column.sole());
    }

    /**
     * Remembers where written rows have their tenant from.
     *
     * @param result what the look-ups of the rows led to
     * @param missing rows that were not written after all
     * @param fresh whether the rows are new, so that there is nothing to forget
     */
    public static void record(
            Connection connection, TargetTable table, Result result, Set<PendingRow> missing, boolean fresh)
            throws SQLException {
        if (!areNeeded(table)) {
            return;
        }
        List<Key> keys = new ArrayList<>();
        List<@Nullable TableId> parents = new ArrayList<>();
        for (int i = 0; i < result.ready().size(); i++) {
            PendingRow row = result.ready().get(i);
            boolean known = row.row().value(table.inherited().get(0).column()) != Row.ABSENT;
            if (known && !missing.contains(row)) {
                keys.add(row.row().key(table.key()));
                parents.add(result.parents().get(i));
            }
        }
        record(connection, table, keys, parents, fresh);
    }

    /**
     * Remembers where rows have their tenant from.
     *
     * @param parents one for each key: the parent table, or null for rows that inherit nothing
     * @param fresh whether the rows are new, so that there is nothing to forget
     */
    static void record(
            Connection connection, TargetTable table, List<Key> keys, List<@Nullable TableId> parents, boolean fresh)
            throws SQLException {
        List<Object> inheriting = new ArrayList<>();
        List<Object> from = new ArrayList<>();
        List<Key> others = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            TableId parent = parents.get(i);
            if (parent == null) {
                others.add(keys.get(i));
            } else {
                inheriting.add(keys.get(i).text());
                from.add(parent.toString());
            }
        }
        if (!fresh) {
            forget(connection, table, others);
        }
        if (inheriting.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO crosswalk.inherited (table_name, row_key, parent_table) SELECT ?, k, p"
                + " FROM unnest(?::text[], ?::text[]) AS s (k, p)"
                + " ON CONFLICT (table_name, row_key) DO UPDATE SET parent_table = EXCLUDED.parent_table";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().toString());
            statement.setArray(2, connection.createArrayOf("text", inheriting.toArray()));
            statement.setArray(3, connection.createArrayOf("text", from.toArray()));
            statement.executeUpdate();
        }
    }

    public static void forget(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (keys.isEmpty() || !areNeeded(table)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM crosswalk.inherited WHERE table_name = ? AND row_key = ANY (?)")) {
            statement.setString(1, table.id().toString());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", keys.stream().map(Key::text).toArray()));
            statement.executeUpdate();
        }
    }

    public static void forgetAll(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.inherited WHERE table_name = ?")) {
            statement.setString(1, table.id().toString());
            statement.executeUpdate();
        }
    }
}
