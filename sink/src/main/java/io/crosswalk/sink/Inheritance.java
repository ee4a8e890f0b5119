package io.crosswalk.sink;

import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.pipeline.TargetTable.Inherited;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries a changed column of a parent row down to every row below it, in the same transaction: when a user moves to another clinic,
 * the dashboards follow, and their widgets. Costs one look at the parent rows when nothing moved.
 */
final class Inheritance {

    /** A column of a child table that repeats one of a parent's. */
    private record Edge(TargetTable child, Inherited column) {}

    private final List<Edge> edges = new ArrayList<>();
    private final Catalog catalog;

    Inheritance(List<TargetTable> tables, Catalog catalog) {
        this.catalog = catalog;
        for (TargetTable table : tables) {
            for (Inherited column : table.inherited()) {
                edges.add(new Edge(table, column));
            }
        }
    }

    /** Parent rows whose inherited column is about to change: per edge, the values by which children refer to them. */
    record Moves(Map<Edge, Set<String>> linksByEdge) {}

    private List<Edge> below(TableId parent) {
        return edges.stream()
                .filter(edge -> edge.column().parent().equals(parent))
                .toList();
    }

    /** To be asked before the rows are written: which of them change a column that others inherit. */
    Moves movesOf(Connection connection, TargetTable parent, List<PendingRow> rows) throws SQLException {
        Map<Edge, Set<String>> moves = new LinkedHashMap<>();
        for (Edge edge : below(parent.id())) {
            Set<String> links = moved(connection, parent, edge.column(), rows);
            if (!links.isEmpty()) {
                moves.put(edge, links);
            }
        }
        return new Moves(moves);
    }

    private Set<String> moved(Connection connection, TargetTable parent, Inherited column, List<PendingRow> rows)
            throws SQLException {
        String key = parent.key().names().get(0);
        List<String> keys = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (PendingRow pending : rows) {
            Row row = pending.row();
            Object value = row.value(column.parentColumn());
            if (value != Row.ABSENT && row.value(key) instanceof String keyText) {
                keys.add(keyText);
                values.add((String) value);
            }
        }
        if (keys.isEmpty()) {
            return Set.of();
        }
        String sql = "SELECT t." + Identifiers.quote(column.parentLink()) + "::text FROM "
                + Identifiers.quote(parent.id())
                + " AS t JOIN unnest(?::text[], ?::text[]) AS s (k, v) ON t." + Identifiers.quote(key) + " = s.k::"
                + castType(parent.id(), key) + " WHERE t." + Identifiers.quote(column.parentColumn())
                + " IS DISTINCT FROM s.v::" + castType(parent.id(), column.parentColumn());
        Set<String> links = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            statement.setArray(2, connection.createArrayOf("text", values.toArray()));
            collect(statement, List.of(links));
        }
        return links;
    }

    /** To be called after the rows are written. Returns how many rows below changed. */
    int carry(Connection connection, Moves moves) throws SQLException {
        int changed = 0;
        for (Map.Entry<Edge, Set<String>> move : moves.linksByEdge().entrySet()) {
            changed += carry(connection, move.getKey(), move.getValue(), 0);
        }
        return changed;
    }

    private int carry(Connection connection, Edge edge, Set<String> moved, int depth) throws SQLException {
        if (depth > edges.size()) {
            throw new IllegalStateException(
                    "inherited columns of " + edge.child().id() + " form a cycle");
        }
        Inherited column = edge.column();
        String child = Identifiers.quote(edge.child().id());
        String own = Identifiers.quote(column.column());
        String sql = "UPDATE " + child + " AS c SET " + own + " = p." + Identifiers.quote(column.parentColumn())
                + " FROM " + Identifiers.quote(column.parent()) + " AS p WHERE p."
                + Identifiers.quote(column.parentLink()) + " = ANY (?::"
                + castType(column.parent(), column.parentLink())
                + "[]) AND c." + Identifiers.quote(column.link()) + " = p." + Identifiers.quote(column.parentLink())
                + " AND c." + own + " IS DISTINCT FROM p." + Identifiers.quote(column.parentColumn())
                + " AND p." + Identifiers.quote(column.parentColumn()) + " IS NOT NULL RETURNING ";
        List<Edge> next = below(edge.child().id()).stream()
                .filter(below -> below.column().parentColumn().equals(column.column()))
                .toList();
        // One result column for each way in which rows further down refer to this child; its own link when there are
        // none.
        List<String> links = next.isEmpty()
                ? List.of(column.link())
                : next.stream()
                        .map(below -> below.column().parentLink())
                        .distinct()
                        .toList();
        String returning = links.stream()
                .map(link -> "c." + Identifiers.quote(link) + "::text")
                .collect(Collectors.joining(", "));
        List<Set<String>> carried = new ArrayList<>();
        links.forEach(link -> carried.add(new HashSet<>()));
        int changed;
        try (PreparedStatement statement = connection.prepareStatement(sql + returning)) {
            statement.setArray(1, connection.createArrayOf("text", moved.toArray()));
            changed = collect(statement, carried);
        }
        for (Edge below : next) {
            Set<String> further = carried.get(links.indexOf(below.column().parentLink()));
            if (!further.isEmpty()) {
                changed += carry(connection, below, further, depth + 1);
            }
        }
        return changed;
    }

    private static int collect(PreparedStatement statement, List<Set<String>> values) throws SQLException {
        int rows = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows++;
                for (int i = 0; i < values.size(); i++) {
                    String value = result.getString(i + 1);
                    if (value != null) {
                        values.get(i).add(value);
                    }
                }
            }
        }
        return rows;
    }

    private String castType(TableId table, String column) {
        return catalog.table(table).orElseThrow().column(column).orElseThrow().castType();
    }
}
