package io.crosswalk.sink.inheritance;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.rows.KeyText;
import io.crosswalk.sink.rows.PendingRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import static io.crosswalk.postgres.Identifiers.quote;

/**
 * Carries a changed column of a parent row down to every row below it, in the same transaction: when a user moves to another clinic,
 * the dashboards follow, and their widgets. Only rows that the migration wrote follow. Costs one look at the parent rows when nothing
 * moved.
 */
public final class Inheritance {

    /** A column of a child table that repeats one of a parent's. */
    public record Edge(TargetTable child, Inherited column) {}

    private final Map<TableId, TargetTable> tables = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Catalog catalog;
    private final ManyParents manyParents = new ManyParents(this);

    public Inheritance(List<TargetTable> mapped, Catalog catalog) {
        this.catalog = catalog;
        for (TargetTable table : mapped) {
            tables.put(table.id(), table);
            for (Inherited column : table.inherited()) {
                edges.add(new Edge(table, column));
            }
        }
    }

    public List<Edge> below(TableId parent) {
        return edges.stream()
                .filter(edge -> edge.column().parent().equals(parent))
                .toList();
    }

    /** Keys of parent rows whose inherited column is about to change, or that are about to appear. */
    public record Moves(Map<Edge, Set<String>> keysByEdge) {}

    /** To be asked before the rows are written. */
    public Moves movesOf(Connection connection, TargetTable parent, Collection<PendingRow> rows) throws SQLException {
        Map<Edge, Set<String>> moves = new LinkedHashMap<>();
        for (Edge edge : below(parent.id())) {
            Set<String> keys = moved(connection, parent, edge.column().parentColumn(), rows);
            if (!keys.isEmpty()) {
                moves.put(edge, keys);
            }
        }
        return new Moves(moves);
    }

    private Set<String> moved(Connection connection, TargetTable parent, String column, Collection<PendingRow> rows)
            throws SQLException {
        String key = keyColumn(parent.id());
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (PendingRow pending : rows) {
            Row row = pending.row();
            Object value = row.value(column);
            if (value != Row.ABSENT && row.value(key) instanceof String keyText) {
                keys.add(keyText);
                values.add((String) value);
            }
        }
        if (keys.isEmpty()) {
            return Set.of();
        }
        // A parent that is not there yet counts as moved: it may have been there before, and its children still be.
        String sql = "SELECT s.k FROM unnest(?::text[], ?::text[]) AS s (k, v) LEFT JOIN " + quote(parent.id())
                + " AS t ON t." + quote(key) + " = s.k::" + castType(parent.id(), key) + " WHERE t." + quote(key)
                + " IS NULL OR t." + quote(column) + " IS DISTINCT FROM s.v::" + castType(parent.id(), column);
        Set<String> moved = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            statement.setArray(2, connection.createArrayOf("text", values.toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    moved.add(result.getString(1));
                }
            }
        }
        return moved;
    }

    /** To be called after the rows are written. */
    public void carry(Connection connection, Moves moves) throws SQLException {
        for (Map.Entry<Edge, Set<String>> move : moves.keysByEdge().entrySet()) {
            takeOver(connection, move.getKey(), move.getValue());
            carry(connection, move.getKey(), move.getValue(), 0);
        }
    }

    /** Remembers the parent for rows that have their value from elsewhere, where this path comes before. */
    private void takeOver(Connection connection, Edge edge, Set<String> parentKeys) throws SQLException {
        Inherited column = edge.column();
        List<Inherited> ways = edge.child().inherited();
        List<String> behind = ways.subList(ways.indexOf(column) + 1, ways.size()).stream()
                .map(way -> way.parent().toString())
                .toList();
        if (column.sole() || ManyParents.isMadeAnew(edge) || !column.preferred() && behind.isEmpty()) {
            return;
        }
        TargetTable child = edge.child();
        String record = "SELECT FROM crosswalk.inherited AS i WHERE i.table_name = s.t AND i.row_key = "
                + KeyText.of(child) + " AND i.parent_table ";
        String sql = "INSERT INTO crosswalk.inherited (table_name, row_key, parent_table) SELECT s.t, "
                + KeyText.of(child) + ", s.p FROM (SELECT ?::text AS t, ?::text AS p, ?::text[] AS behind) AS s, "
                + quote(child.id()) + " AS c, " + quote(column.parent()) + " AS p WHERE p."
                + quote(keyColumn(column.parent())) + " = ANY (?::"
                + castType(column.parent(), keyColumn(column.parent())) + "[]) AND c." + quote(column.link()) + " = p."
                + quote(column.parentLink()) + " AND p." + quote(column.parentColumn()) + " IS NOT NULL AND "
                + (column.preferred()
                        ? "NOT EXISTS (" + record + "<> ALL (s.behind))"
                        : "EXISTS (" + record + "= ANY (s.behind))")
                + onlyWritten(edge)
                + " ON CONFLICT (table_name, row_key) DO UPDATE SET parent_table = EXCLUDED.parent_table";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, child.id().toString());
            statement.setString(2, column.parent().toString());
            statement.setArray(3, connection.createArrayOf("text", behind.toArray()));
            statement.setArray(4, connection.createArrayOf("text", parentKeys.toArray()));
            if (child.idSpace().isPresent()) {
                statement.setString(5, child.idSpace().get());
            }
            statement.executeUpdate();
        }
    }

    private void carry(Connection connection, Edge edge, Set<String> parentKeys, int depth) throws SQLException {
        if (depth > edges.size() * 10) {
            throw new IllegalStateException(
                    "inherited columns of " + edge.child().id() + " form a cycle");
        }
        Set<String> carried = ManyParents.isMadeAnew(edge)
                ? manyParents.carry(connection, edge, parentKeys)
                : carryOver(connection, edge, parentKeys);
        if (!carried.isEmpty()) {
            for (Edge next : below(edge.child().id())) {
                if (next.column().parentColumn().equals(edge.column().column())) {
                    carry(connection, next, carried, depth + 1);
                }
            }
        }
    }

    /** The children's column becomes what the parents have; the keys of those that changed. */
    private Set<String> carryOver(Connection connection, Edge edge, Set<String> parentKeys) throws SQLException {
        String value = "p." + quote(edge.column().parentColumn());
        String sql = update(edge, value) + " AND " + value + " IS NOT NULL" + onlyOurs(edge) + " RETURNING c."
                + quote(keyColumn(edge.child().id())) + "::text";
        Set<String> carried = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", parentKeys.toArray()));
            bindOurs(statement, 2, edge);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    carried.add(result.getString(1));
                }
            }
        }
        return carried;
    }

    /** Gives the column of the children {@code c} of parent rows {@code p} another value. The parents' keys are its parameter. */
    String update(Edge edge, String value) {
        Inherited column = edge.column();
        TableId parent = column.parent();
        String own = quote(column.column());
        return "UPDATE " + quote(edge.child().id()) + " AS c SET " + own + " = " + value + " FROM " + quote(parent)
                + " AS p WHERE p." + quote(keyColumn(parent)) + " = ANY (?::" + castType(parent, keyColumn(parent))
                + "[]) AND c." + quote(column.link()) + " = p." + quote(column.parentLink()) + " AND c." + own
                + " IS DISTINCT FROM " + value;
    }

    /** Conditions on a child row {@code c}: that the migration wrote it, and that it has its value along this edge. */
    public String onlyOurs(Edge edge) {
        return onlyWritten(edge)
                + (edge.column().sole()
                        ? ""
                        : ManyParents.orNull(
                                edge,
                                "EXISTS (SELECT FROM crosswalk.inherited AS i WHERE i.table_name = ? AND i.row_key = "
                                        + KeyText.of(edge.child()) + " AND i.parent_table = ?)"));
    }

    private String onlyWritten(Edge edge) {
        return edge.child().idSpace().isPresent()
                ? " AND EXISTS (SELECT FROM crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id = c."
                        + quote(keyColumn(edge.child().id())) + ")"
                : "";
    }

    /** Binds the parameters of {@link #onlyOurs}; the number of the next parameter. */
    public int bindOurs(PreparedStatement statement, int first, Edge edge) throws SQLException {
        int next = first;
        if (edge.child().idSpace().isPresent()) {
            statement.setString(next++, edge.child().idSpace().get());
        }
        if (!edge.column().sole()) {
            statement.setString(next++, edge.child().id().toString());
            statement.setString(next++, edge.column().parent().toString());
        }
        return next;
    }

    public String keyColumn(TableId table) {
        return Objects.requireNonNull(tables.get(table)).key().names().get(0);
    }

    public String castType(TableId table, String column) {
        return catalog.table(table).orElseThrow().column(column).orElseThrow().castType();
    }

    /** The key of a parent row. */
    public Key parentKey(TableId parent, String key) {
        return Key.of(Objects.requireNonNull(tables.get(parent)).key(), key);
    }
}
