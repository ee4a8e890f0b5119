package io.crosswalk.sink;

import io.crosswalk.pipeline.Change.Operation;
import io.crosswalk.pipeline.Columns;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Origin;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.pipeline.TargetTable.Inherited;
import io.crosswalk.sink.Inheritance.Edge;
import io.crosswalk.sink.RowResolution.Refused;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/**
 * What becomes of rows whose tenant came from a parent row that is gone while they stay: a user leaves the clinic and keeps the
 * dashboards. They would go on showing in the old clinic, so they are taken out of their table and wait in the quarantine for the parent.
 */
final class Bereavement {

    private final Inheritance inheritance;
    private final Quarantine quarantine;

    Bereavement(Inheritance inheritance, Quarantine quarantine) {
        this.inheritance = inheritance;
        this.quarantine = quarantine;
    }

    /** Parent rows that are about to go: per edge, their keys and the values by which children refer to them. */
    record Departed(Map<Edge, Map<String, String>> linksByKeyByEdge) {

        static Departed nobody() {
            return new Departed(new LinkedHashMap<>());
        }

        void add(Departed others) {
            others.linksByKeyByEdge()
                    .forEach((edge, links) -> linksByKeyByEdge
                            .computeIfAbsent(edge, e -> new HashMap<>())
                            .putAll(links));
        }
    }

    /** To be asked before parents are deleted. */
    Departed departing(Connection connection, TargetTable parent, List<Key> keys) throws SQLException {
        Departed departed = Departed.nobody();
        for (Edge edge : inheritance.below(parent.id())) {
            String key = inheritance.keyColumn(parent.id());
            String sql = "SELECT t." + quote(key) + "::text, t."
                    + quote(edge.column().parentLink()) + "::text FROM "
                    + quote(parent.id()) + " AS t WHERE t." + quote(key) + " = ANY (?::"
                    + inheritance.castType(parent.id(), key) + "[])";
            Map<String, String> links = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "text", keys.stream().map(k -> k.value(0)).toArray()));
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        if (result.getString(2) != null) {
                            links.put(result.getString(1), result.getString(2));
                        }
                    }
                }
            }
            if (!links.isEmpty()) {
                departed.linksByKeyByEdge().put(edge, links);
            }
        }
        return departed;
    }

    /** To be called when everything else is applied: rows that stayed without their parent are set aside, and all below them. */
    void settle(Connection connection, Departed departed, Tally tally) throws SQLException {
        for (Map.Entry<Edge, Map<String, String>> entry :
                departed.linksByKeyByEdge().entrySet()) {
            settle(connection, entry.getKey(), entry.getValue(), tally);
        }
    }

    private void settle(Connection connection, Edge edge, Map<String, String> linksByKey, Tally tally)
            throws SQLException {
        List<Refused> orphans = withdraw(connection, edge, linksByKey);
        if (orphans.isEmpty()) {
            return;
        }
        quarantine.put(connection, orphans);
        tally.setAside(orphans.size());
        TargetTable child = edge.child();
        for (Edge next : inheritance.below(child.id())) {
            Map<String, String> further = new HashMap<>();
            for (Refused orphan : orphans) {
                Row row = orphan.row().row();
                String link = GivenIds.held(row.value(next.column().parentLink()));
                String key = GivenIds.held(row.value(inheritance.keyColumn(child.id())));
                if (link != null && key != null) {
                    further.put(key, link);
                }
            }
            settle(connection, next, further, tally);
        }
    }

    private List<Refused> withdraw(Connection connection, Edge edge, Map<String, String> linksByKey)
            throws SQLException {
        Inherited column = edge.column();
        TargetTable child = edge.child();
        TableId parent = column.parent();
        String parentKey = inheritance.keyColumn(parent);
        String childKey = "c." + quote(inheritance.keyColumn(child.id()));
        String sql = "DELETE FROM " + quote(child.id())
                + " AS c USING unnest(?::text[], ?::text[]) AS s (k, l) WHERE c."
                + quote(column.link()) + " = s.l::" + inheritance.castType(child.id(), column.link())
                + " AND NOT EXISTS (SELECT FROM " + quote(parent) + " AS p WHERE p." + quote(parentKey) + " = s.k::"
                + inheritance.castType(parent, parentKey) + ")" + inheritance.onlyOurs(edge) + " RETURNING s.k, "
                + "(SELECT m.old_id FROM crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id::text = "
                + childKey
                + "::text), "
                + child.columns().names().stream()
                        .map(name -> "c." + quote(name) + "::text")
                        .collect(joining(", "));
        List<Refused> orphans = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", linksByKey.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", linksByKey.values().toArray()));
            int next = inheritance.bindOurs(statement, 3, edge);
            statement.setString(next, child.idSpace().orElse(""));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    orphans.add(orphan(edge, result));
                }
            }
        }
        forget(connection, child, orphans);
        return orphans;
    }

    private Refused orphan(Edge edge, ResultSet result) throws SQLException {
        TargetTable child = edge.child();
        Columns columns = child.columns();
        Key parent = inheritance.parentKey(edge.column().parent(), result.getString(1));
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = result.getString(i + 3);
        }
        values[columns.indexOf(edge.column().column())] = new Lookup(
                edge.column().parent(), edge.column().parentColumn(), parent, null, Lookup.Absence.QUARANTINE);
        Row row = Row.of(columns, values);
        Key key = row.key(child.key());
        String oldId = Optional.ofNullable(result.getString(2)).orElse(key.text());
        if (child.givenIds()) {
            int index = columns.indexOf(child.key().names().get(0));
            values[index] = GivenIds.symbolic(child, oldId, GivenIds.held(values[index]));
            key = Key.of(child.key(), GivenIds.symbolic(child, oldId, null));
        }
        // The sink knows legacy tables by their key spaces only.
        Origin origin = new Origin(
                new TableId("legacy", child.idSpace().orElse(child.id().name())), oldId);
        return new Refused(
                new PendingRow(child.id(), Operation.UPDATE, key, row, origin),
                edge.column().column() + ": the row in " + edge.column().parent() + " that it came from is gone",
                Set.of(WaitKey.of(edge.column().parent(), parent)));
    }

    private static void forget(Connection connection, TargetTable child, List<Refused> orphans) throws SQLException {
        if (child.idSpace().isPresent() && !orphans.isEmpty()) {
            IdMappingWriter.forget(
                    connection,
                    child.idSpace().get(),
                    orphans.stream()
                            .map(orphan -> concreteKey(child, orphan.row().row()))
                            .toList());
        }
    }

    private static Key concreteKey(TargetTable child, Row row) {
        String id = GivenIds.held(row.value(child.key().names().get(0)));
        return Key.of(child.key(), Objects.requireNonNull(id));
    }
}
