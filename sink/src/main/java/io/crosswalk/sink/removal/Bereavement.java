package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.sink.inheritance.Inheritance;
import io.crosswalk.sink.inheritance.Inheritance.Edge;
import io.crosswalk.sink.inheritance.ManyParents;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refused;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;
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

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

/**
 * What becomes of rows whose tenant came from a parent row that is gone while they stay: a user leaves the clinic and keeps the
 * dashboards. They would go on showing in the old clinic, so they are taken out of their table and wait in the quarantine for the parent.
 */
public final class Bereavement {

    private final Inheritance inheritance;
    private final WrittenTables tables;
    private final Withdrawal withdrawal;
    private final RowTraces traces;
    private final Quarantine quarantine;

    public Bereavement(
            Inheritance inheritance,
            WrittenTables tables,
            Withdrawal withdrawal,
            RowTraces traces,
            Quarantine quarantine) {
        this.inheritance = inheritance;
        this.tables = tables;
        this.withdrawal = withdrawal;
        this.traces = traces;
        this.quarantine = quarantine;
    }

    /** Parent rows that are about to go: per edge, their keys and the values by which children refer to them. */
    public record Departed(Map<Edge, Map<String, String>> linksByKeyByEdge) {

        public static Departed nobody() {
            return new Departed(new LinkedHashMap<>());
        }

        public void add(Departed others) {
            others.linksByKeyByEdge()
                    .forEach((edge, links) -> linksByKeyByEdge
                            .computeIfAbsent(edge, e -> new HashMap<>())
                            .putAll(links));
        }
    }

    /**
     * Takes rows out of their table that the source no longer has, with everything that is remembered of them.
     *
     * @param departed told of them, so that what stays below them can be settled in the end
     * @return how many rows there were
     */
    public int delete(Connection connection, TargetTable table, List<Key> keys, Departed departed) throws SQLException {
        int gone = takeOut(connection, table, keys, departed);
        traces.forget(connection, table, keys);
        return gone;
    }

    /** The same for rows that the source has, and that go to the quarantine: their ids stay known. */
    void depart(Connection connection, TargetTable table, List<Key> keys, Departed departed) throws SQLException {
        takeOut(connection, table, keys, departed);
        traces.forgetPlaces(connection, table, keys);
    }

    private int takeOut(Connection connection, TargetTable table, List<Key> keys, Departed departed)
            throws SQLException {
        traces.changing(connection, table, keys);
        departed.add(departing(connection, table, keys));
        return tables.writer(table.id()).delete(connection, keys);
    }

    /** To be asked before parents are deleted, or get another key. */
    public Departed departing(Connection connection, TargetTable parent, List<Key> keys) throws SQLException {
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
    public void settle(Connection connection, Departed departed, Tally tally) throws SQLException {
        for (Map.Entry<Edge, Map<String, String>> entry :
                departed.linksByKeyByEdge().entrySet()) {
            settle(connection, entry.getKey(), entry.getValue(), tally);
        }
    }

    private void settle(Connection connection, Edge edge, Map<String, String> linksByKey, Tally tally)
            throws SQLException {
        TargetTable child = edge.child();
        Map<Key, Key> parents = orphans(connection, edge, linksByKey);
        if (parents.isEmpty()) {
            return;
        }
        List<Key> keys = List.copyOf(parents.keySet());
        List<Refused> refused = new ArrayList<>();
        for (Withdrawn orphan : withdrawal.read(connection, child, keys)) {
            refused.add(waiting(edge, orphan.row(), Objects.requireNonNull(parents.get(orphan.key()))));
        }
        Departed further = Departed.nobody();
        depart(connection, child, keys, further);
        quarantine.put(connection, refused);
        tally.setAside(refused.size());
        settle(connection, further, tally);
    }

    /** The keys of rows that stayed without their parent, each with the key of the parent. */
    private Map<Key, Key> orphans(Connection connection, Edge edge, Map<String, String> linksByKey)
            throws SQLException {
        Inherited column = edge.column();
        TargetTable child = edge.child();
        TableId parent = column.parent();
        // By what the children hang on, not by the key: a user with another id has another role row below the same
        // account.
        String sql = "SELECT s.k, "
                + child.key().names().stream()
                        .map(name -> "c." + quote(name) + "::text")
                        .collect(joining(", "))
                + " FROM " + quote(child.id()) + " AS c JOIN unnest(?::text[], ?::text[]) AS s (k, l) ON c."
                + quote(column.link()) + " = s.l::" + inheritance.castType(child.id(), column.link())
                + " WHERE NOT EXISTS (SELECT FROM " + quote(parent) + " AS p WHERE p." + quote(column.parentLink())
                + " = s.l::" + inheritance.castType(parent, column.parentLink()) + ")" + inheritance.onlyOurs(edge);
        Map<Key, Key> orphans = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", linksByKey.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", linksByKey.values().toArray()));
            inheritance.bindOurs(statement, 3, edge);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    Object[] key = new Object[child.key().size()];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = result.getString(i + 2);
                    }
                    orphans.put(Key.of(child.key(), key), inheritance.parentKey(parent, result.getString(1)));
                }
            }
        }
        return orphans;
    }

    private static Refused waiting(Edge edge, PendingRow orphan, Key parent) {
        Inherited column = edge.column();
        Row row = orphan.row();
        @Nullable Object[] values = new @Nullable Object[row.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(i);
        }
        int index = row.columns().indexOf(column.column());
        List<Lookup> ways = waysOf(values[index]);
        if (ways.stream()
                .noneMatch(
                        way -> way.table().equals(column.parent()) && way.key().equals(parent))) {
            Lookup departed = new Lookup(
                    column.parent(),
                    column.parentColumn(),
                    parent,
                    null,
                    ManyParents.absence(edge.child(), column.column()));
            values[index] = departed;
            ways = List.of(departed);
        }
        return new Refused(
                orphan.with(Row.of(row.columns(), values)),
                column.column() + ": the row in " + column.parent() + " that it came from is gone",
                ways.stream().map(way -> WaitKey.of(way.table(), way.key())).collect(toSet()));
    }

    /** A parent that comes before the one that is gone, or behind it, gives the row its value as well. */
    private static List<Lookup> waysOf(@Nullable Object value) {
        List<Lookup> ways = new ArrayList<>();
        Object next = value;
        while (next instanceof Lookup way) {
            ways.add(way);
            next = way.otherwise();
        }
        return ways;
    }
}
