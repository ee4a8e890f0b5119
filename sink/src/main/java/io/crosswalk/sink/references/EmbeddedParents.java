package io.crosswalk.sink.references;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.EmbeddedReferences.Place;
import io.crosswalk.pipeline.table.EmbeddedReferences.Shape;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.references.Doubts.EmbeddedEdge;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/** Finds rows with ids among others whose parents are missing. Immutable; the connection is the caller's. */
public final class EmbeddedParents {

    /** Rows in one go. */
    static final int PAGE = 500;

    private final Catalog catalog;

    public EmbeddedParents(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Those of some ids that no parent has. */
    public List<String> missing(Connection connection, EmbeddedEdge edge, Collection<String> ids) throws SQLException {
        Place place = edge.place();
        String sql = "SELECT s.v FROM unnest(?::text[]) AS s (v) WHERE NOT " + isThere(place, "s.v");
        List<String> missing = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
        }
        return missing;
    }

    /** The rows that hold some ids: a page of them, after a key. */
    public List<Key> holding(Connection connection, EmbeddedEdge edge, List<String> ids, @Nullable Key after)
            throws SQLException {
        String column = "c." + quote(edge.column().column());
        String condition = switch (edge.column().shape()) {
            case ONE -> column + "::text = ANY (?::text[])";
            case ARRAY ->
                column + " && ?::text[]::"
                        + type(edge.child().id(), edge.column().column());
            case JSON ->
                "EXISTS (SELECT FROM " + inJson(column, edge.place()) + " WHERE j.v #>> '{}' = ANY (?::text[]))";
        };
        return page(connection, edge.child(), condition, ids, after);
    }

    /** The rows of a table with ids that no parent has: a page of them, after a key. Recorded ids are looked up when a row is written. */
    public List<Key> lacking(Connection connection, TargetTable child, EmbeddedReferences embedded, @Nullable Key after)
            throws SQLException {
        String column = "c." + quote(embedded.column());
        List<Place> asked = embedded.places().stream()
                .filter(place -> place.space().isEmpty() || embedded.shape() == Shape.ONE)
                .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        String condition = switch (embedded.shape()) {
            case ONE ->
                column + " IS NOT NULL AND NOT ("
                        + asked.stream()
                                .map(place -> isThere(place, column + "::text"))
                                .collect(joining(" OR "))
                        + ")";
            case ARRAY ->
                "EXISTS (SELECT FROM unnest(" + column + ") AS e (v) WHERE e.v IS NOT NULL AND NOT "
                        + isThere(asked.get(0), "e.v::text") + ")";
            case JSON ->
                asked.stream()
                        .map(place -> "EXISTS (SELECT FROM " + inJson(column, place)
                                + " WHERE j.v #>> '{}' IS NOT NULL AND NOT " + isThere(place, "(j.v #>> '{}')") + ")")
                        .collect(joining(" OR ", "(", ")"));
        };
        return page(connection, child, condition, null, after);
    }

    private static String inJson(String column, Place place) {
        return "jsonb_path_query(" + column + "::jsonb, " + Identifiers.literal(place.path())
                + "::jsonpath, '{}', true) AS j (v)";
    }

    private String isThere(Place place, String id) {
        return "EXISTS (SELECT FROM " + quote(place.parent()) + " AS p WHERE p." + quote(place.parentColumn()) + " = "
                + id + "::" + type(place.parent(), place.parentColumn())
                + place.space()
                        .map(space -> " AND p.table_name = " + Identifiers.literal(space))
                        .orElse("")
                + ")";
    }

    private List<Key> page(
            Connection connection, TargetTable child, String condition, @Nullable List<String> ids, @Nullable Key after)
            throws SQLException {
        List<String> key = child.key().names();
        String columns = key.stream().map(name -> "c." + quote(name)).collect(joining(", "));
        String bound = key.stream().map(name -> "?::" + type(child.id(), name)).collect(joining(", "));
        String sql = "SELECT "
                + key.stream().map(name -> "c." + quote(name) + "::text").collect(joining(", "))
                + " FROM " + quote(child.id()) + " AS c WHERE " + condition
                + (after == null ? "" : " AND (" + columns + ") > (" + bound + ")") + " ORDER BY " + columns + " LIMIT "
                + PAGE;
        List<Key> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            if (ids != null) {
                statement.setArray(next++, connection.createArrayOf("text", ids.toArray()));
            }
            for (int i = 0; after != null && i < after.size(); i++) {
                statement.setString(next++, (String) after.value(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Object[] values = new Object[key.size()];
                    for (int i : IntStream.range(0, values.length).toArray()) {
                        values[i] = rows.getString(i + 1);
                    }
                    keys.add(Key.of(child.key(), values));
                }
            }
        }
        return keys;
    }

    private String type(TableId table, String column) {
        return catalog.table(table).orElseThrow().column(column).orElseThrow().castType();
    }
}
