package io.crosswalk.sink.references;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.lookups.RowResolution.Absent;
import io.crosswalk.sink.references.Doubts.Edge;
import io.crosswalk.sink.rows.KeyText;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import static io.crosswalk.postgres.Identifiers.literal;
import static io.crosswalk.postgres.Identifiers.quote;

/**
 * {@code crosswalk.awaited}: references that are null because their parent is missing, and which parent that is. When it arrives the
 * column gets its value. One thread.
 */
public final class AwaitedParents {

    private final List<Edge> edges;
    private final Catalog catalog;

    public AwaitedParents(List<Edge> edges, Catalog catalog) {
        this.edges = edges.stream()
                .filter(edge -> edge.reference().absence() == Absence.NULL)
                .toList();
        this.catalog = catalog;
    }

    /** The text of what a value of an edge waits for: the expression in SQL, of the parent's key as text. */
    public static String waitKey(Edge edge, String parentKey) {
        String key = edge.reference()
                .space()
                .map(space -> KeyText.joined(List.of(literal(space), parentKey)))
                .orElse(parentKey);
        return literal(edge.reference().parent() + "/") + " || " + key;
    }

    /** Remembers look-ups of accounts that found nothing. */
    public void remember(Connection connection, TargetTable table, List<Absent> absent) throws SQLException {
        if (absent.isEmpty()) {
            return;
        }
        for (Edge edge : edges) {
            if (edge.child().id().equals(table.id())) {
                List<Absent> ofEdge = absent.stream()
                        .filter(it -> it.column().equals(edge.reference().column()))
                        .toList();
                // The key of a look-up for an account is the key space and the legacy id of the user.
                remember(
                        connection,
                        edge,
                        ofEdge.stream().map(Absent::key).toList(),
                        ofEdge.stream()
                                .map(it -> String.valueOf(it.lookup().key().value(1)))
                                .toList());
            }
        }
    }

    private static void remember(Connection connection, Edge edge, List<Key> keys, List<String> parentKeys)
            throws SQLException {
        String sql =
                "INSERT INTO crosswalk.awaited (table_name, row_key, column_name, waits_for, parent_key) SELECT ?, k, ?, "
                        + waitKey(edge, "p") + ", p FROM unnest(?::text[], ?::text[]) AS s (k, p) ON CONFLICT"
                        + " (table_name, row_key, column_name) DO UPDATE SET waits_for = EXCLUDED.waits_for, parent_key = EXCLUDED.parent_key";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, edge.child().id().toString());
            statement.setString(2, edge.reference().column());
            statement.setArray(3, connection.createArrayOf("text", texts(keys)));
            statement.setArray(4, connection.createArrayOf("text", parentKeys.toArray()));
            statement.executeUpdate();
        }
    }

    /** Forgets rows that are written anew or gone. */
    public void forget(Connection connection, TargetTable table, Collection<Key> keys) throws SQLException {
        if (keys.isEmpty() || !isNeeded(table)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM crosswalk.awaited WHERE table_name = ? AND row_key = ANY (?)")) {
            statement.setString(1, table.id().toString());
            statement.setArray(2, connection.createArrayOf("text", texts(keys)));
            statement.executeUpdate();
        }
    }

    public void forgetAll(Connection connection, TargetTable table) throws SQLException {
        if (isNeeded(table)) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM crosswalk.awaited WHERE table_name = ?")) {
                statement.setString(1, table.id().toString());
                statement.executeUpdate();
            }
        }
    }

    boolean isNeeded(TargetTable table) {
        return edges.stream().anyMatch(edge -> edge.child().id().equals(table.id()));
    }

    /** Gives the columns their values that wait for any of these arrivals. */
    public void release(Connection connection, Collection<String> arrived) throws SQLException {
        if (edges.isEmpty() || arrived.isEmpty()) {
            return;
        }
        String sql = "SELECT DISTINCT table_name, column_name FROM crosswalk.awaited WHERE waits_for = ANY (?)";
        List<Edge> waiting = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", arrived.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String table = rows.getString(1);
                    String column = rows.getString(2);
                    edges.stream()
                            .filter(edge -> edge.child().id().toString().equals(table)
                                    && edge.reference().column().equals(column))
                            .forEach(waiting::add);
                }
            }
        }
        for (Edge edge : waiting) {
            restore(connection, edge, arrived);
        }
    }

    /** Gives the columns their values whose parent is there by now, whatever has arrived. */
    public void releaseAll(Connection connection) throws SQLException {
        for (Edge edge : edges) {
            restore(connection, edge, List.of());
        }
    }

    private void restore(Connection connection, Edge edge, Collection<String> arrived) throws SQLException {
        TargetTable child = edge.child();
        ParentReference reference = edge.reference();
        String column = quote(reference.column());
        boolean account = reference.space().isPresent();
        String parent = account
                ? "p.table_name = ? AND p.old_id = a.parent_key"
                : "p." + quote(reference.parentColumn()) + " = a.parent_key::"
                        + type(edge.reference().parent(), reference.parentColumn());
        String key = child.key().size() == 1
                ? "c." + quote(child.key().names().get(0)) + " = a.row_key::"
                        + type(child.id(), child.key().names().get(0))
                : KeyText.of(child) + " = a.row_key";
        String sql = "WITH told AS (UPDATE " + quote(child.id()) + " AS c SET " + column + " = p."
                + quote(reference.parentColumn()) + " FROM crosswalk.awaited AS a, " + quote(reference.parent())
                + " AS p WHERE " + parent + " AND " + key + " AND a.table_name = ? AND a.column_name = ?"
                + (arrived.isEmpty() ? "" : " AND a.waits_for = ANY (?)")
                + " RETURNING a.row_key) DELETE FROM crosswalk.awaited AS d USING told"
                + " WHERE d.table_name = ? AND d.column_name = ? AND d.row_key = told.row_key";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            if (account) {
                statement.setString(next++, reference.space().orElseThrow());
            }
            statement.setString(next++, child.id().toString());
            statement.setString(next++, reference.column());
            if (!arrived.isEmpty()) {
                statement.setArray(next++, connection.createArrayOf("text", arrived.toArray()));
            }
            statement.setString(next++, child.id().toString());
            statement.setString(next, reference.column());
            statement.executeUpdate();
        }
    }

    private String type(TableId table, String column) {
        return catalog.table(table).orElseThrow().column(column).orElseThrow().castType();
    }

    private static Object[] texts(Collection<Key> keys) {
        return keys.stream().map(Key::text).toArray();
    }
}
