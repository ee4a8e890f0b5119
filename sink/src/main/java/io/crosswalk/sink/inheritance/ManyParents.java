package io.crosswalk.sink.inheritance;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.sink.inheritance.Inheritance.Edge;
import io.crosswalk.sink.rows.KeyText;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/**
 * Carries an inherited column down where a parent may have none: when one parent loses its tenant, the child's is that of the next
 * parent, or none. So the column is made anew from all parents. A child whose column is null inherits along every way; what it has from
 * elsewhere would not be null. Keeps nothing between calls.
 */
public final class ManyParents {

    private final Inheritance inheritance;

    ManyParents(Inheritance inheritance) {
        this.inheritance = inheritance;
    }

    /** Whether a child's value depends on more than the parent that moved. */
    static boolean isMadeAnew(Edge edge) {
        return absence(edge.child(), edge.column().column()) == Absence.NULL_WHEN_THERE;
    }

    /** What it means for a child when its parents have no value. */
    public static Absence absence(TargetTable child, String column) {
        return child.inherited().stream().anyMatch(way -> way.column().equals(column) && way.nullable())
                ? Absence.NULL_WHEN_THERE
                : Absence.QUARANTINE;
    }

    /** A condition on children {@code c}, widened to those that have no value. */
    static String orNull(Edge edge, String condition) {
        return isMadeAnew(edge)
                ? " AND (c." + quote(edge.column().column()) + " IS NULL OR " + condition + ")"
                : " AND " + condition;
    }

    /** Makes the column of the children of some parents anew; the keys of those that changed. */
    Set<String> carry(Connection connection, Edge edge, Set<String> parentKeys) throws SQLException {
        TargetTable child = edge.child();
        List<Inherited> ways = ways(edge);
        List<Key> keys = new ArrayList<>();
        List<@Nullable TableId> from = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(edge, ways))) {
            int next = 1;
            statement.setArray(next++, connection.createArrayOf("text", parentKeys.toArray()));
            if (child.idSpace().isPresent()) {
                statement.setString(next++, child.idSpace().get());
            }
            if (InheritedRecords.areNeeded(child)) {
                statement.setString(next, child.id().toString());
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Object[] key = new Object[child.key().size()];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = Objects.requireNonNull(result.getString(i + 1), "a key has a value");
                    }
                    keys.add(Key.of(child.key(), key));
                    int way = result.getInt(key.length + 1);
                    from.add(way == 0 ? null : ways.get(way - 1).parent());
                }
            }
        }
        if (InheritedRecords.areNeeded(child)) {
            InheritedRecords.record(connection, child, keys, from, false);
        }
        Set<String> carried = new HashSet<>();
        keys.forEach(key -> carried.add(String.valueOf(key.value(0))));
        return carried;
    }

    private String sql(Edge edge, List<Inherited> ways) {
        TargetTable child = edge.child();
        List<String> values = ways.stream().map(ManyParents::value).toList();
        String first = IntStream.range(0, ways.size())
                .mapToObj(i -> " WHEN " + values.get(i) + " IS NOT NULL THEN " + (i + 1))
                .collect(joining("", "CASE", " ELSE 0 END"));
        String written = child.idSpace().isEmpty()
                ? ""
                : " AND EXISTS (SELECT FROM crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id = c."
                        + quote(child.key().names().get(0)) + ")";
        String inheriting = InheritedRecords.areNeeded(child)
                ? orNull(
                        edge,
                        "EXISTS (SELECT FROM crosswalk.inherited AS i WHERE i.table_name = ? AND i.row_key = "
                                + KeyText.of(child) + ")")
                : "";
        return inheritance.update(edge, "coalesce(" + String.join(", ", values) + ")") + written + inheriting
                + " RETURNING "
                + child.key().names().stream()
                        .map(column -> "c." + quote(column) + "::text")
                        .collect(joining(", "))
                + ", " + first;
    }

    private static List<Inherited> ways(Edge edge) {
        return edge.child().inherited().stream()
                .filter(way -> way.column().equals(edge.column().column()))
                .toList();
    }

    /** What a child {@code c} has along one way. */
    private static String value(Inherited way) {
        return "(SELECT w." + quote(way.parentColumn()) + " FROM " + quote(way.parent()) + " AS w WHERE w."
                + quote(way.parentLink()) + " = c." + quote(way.link()) + " LIMIT 1)";
    }
}
