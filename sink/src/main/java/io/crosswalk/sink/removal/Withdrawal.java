package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.inheritance.Inheritance;
import io.crosswalk.sink.inheritance.ManyParents;
import io.crosswalk.sink.lookups.GivenIds;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.IncompleteColumns;
import io.crosswalk.sink.rows.KeyText;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/**
 * Reads rows of the target back into the form in which the transform made them: references and inherited columns are look-ups again, so
 * that they are asked anew when the row comes back from the quarantine. One thread.
 */
public final class Withdrawal {

    private final Inheritance inheritance;
    private final Doubts doubts;
    private final StoredReferences embedded;

    public Withdrawal(Inheritance inheritance, Doubts doubts, IncompleteColumns incomplete) {
        this.inheritance = inheritance;
        this.doubts = doubts;
        this.embedded = new StoredReferences(doubts, incomplete);
    }

    /** A row as the transform made it, and the key under which it lies in the target. */
    public record Withdrawn(Key key, PendingRow row) {}

    /** From now on ids among others that are these stand for these legacy ones; see {@code Rewriting.renamed}. */
    public void rename(Map<String, String> formerIds) {
        embedded.rename(formerIds);
    }

    /** Reads rows by key. */
    public List<Withdrawn> read(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        List<ParentReference> references = table.references();
        List<String> selected = new ArrayList<>();
        table.columns().names().forEach(column -> selected.add("c." + quote(column) + "::text"));
        selected.add("(SELECT m.old_id FROM crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id::text = "
                + KeyText.of(table) + ")");
        for (ParentReference reference : references) {
            selected.add(
                    reference.space().isEmpty()
                            ? "c." + quote(reference.column()) + "::text"
                            : "(SELECT m.old_id FROM crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id = c."
                                    + quote(reference.column()) + ")");
            // What is null may have a parent that is awaited.
            selected.add("(SELECT a.parent_key FROM crosswalk.awaited AS a WHERE a.table_name = ? AND a.row_key = "
                    + KeyText.of(table) + " AND a.column_name = ?)");
        }
        for (Inherited way : table.inherited()) {
            selected.add(parentKey(way));
            selected.add(isTaken(table, way));
        }
        String sql = "SELECT " + String.join(", ", selected) + " FROM " + quote(table.id()) + " AS c JOIN unnest("
                + table.key().names().stream().map(column -> "?::text[]").collect(joining(", ")) + ") AS s ("
                + table.key().names().stream()
                        .map(column -> "k" + table.key().indexOf(column))
                        .collect(joining(", "))
                + ") ON "
                + table.key().names().stream()
                        .map(column -> "c." + quote(column) + " = s.k"
                                + table.key().indexOf(column) + "::" + inheritance.castType(table.id(), column))
                        .collect(joining(" AND "));
        List<Withdrawn> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, table, keys);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(table, result));
                }
            }
        }
        return embedded.restored(connection, table, rows);
    }

    private void bind(Connection connection, PreparedStatement statement, TargetTable table, List<Key> keys)
            throws SQLException {
        int next = 1;
        statement.setString(next++, table.idSpace().orElse(""));
        for (ParentReference reference : table.references()) {
            if (reference.space().isPresent()) {
                statement.setString(next++, reference.space().get());
            }
            statement.setString(next++, table.id().toString());
            statement.setString(next++, reference.column());
        }
        for (Inherited inherited : table.inherited()) {
            if (!inherited.sole()) {
                statement.setString(next++, table.id().toString());
                statement.setString(next++, inherited.parent().toString());
            }
        }
        for (int i = 0; i < table.key().size(); i++) {
            int index = i;
            statement.setArray(
                    next++,
                    connection.createArrayOf(
                            "text", keys.stream().map(key -> key.value(index)).toArray()));
        }
    }

    /** The key of the parent row that a child {@code c} names along a way; where others are asked too, also of one that is not there. */
    private String parentKey(Inherited way) {
        String key = inheritance.keyColumn(way.parent());
        String there = "(SELECT p." + quote(key) + "::text FROM " + quote(way.parent()) + " AS p WHERE p."
                + quote(way.parentLink()) + " = c." + quote(way.link()) + " LIMIT 1)";
        boolean namesKey = !way.sole() && !way.nullable() && way.parentLink().equals(key);
        return namesKey ? "coalesce(" + there + ", c." + quote(way.link()) + "::text)" : there;
    }

    /** Whether a child {@code c} has its value along a way. */
    private static String isTaken(TargetTable table, Inherited way) {
        if (way.sole()) {
            return "true";
        }
        return (way.nullable() ? "c." + quote(way.column()) + " IS NULL OR " : "")
                + "EXISTS (SELECT FROM crosswalk.inherited AS i WHERE i.table_name = ? AND i.row_key = "
                + KeyText.of(table) + " AND i.parent_table = ?)";
    }

    private Withdrawn row(TargetTable table, ResultSet result) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = result.getString(i + 1);
        }
        Key concrete = Row.of(table.columns(), values.clone()).key(table.key());
        int next = values.length + 1;
        String oldId = result.getString(next++);
        for (ParentReference reference : table.references()) {
            int index = table.columns().indexOf(reference.column());
            String parent = result.getString(next++);
            String awaited = result.getString(next++);
            if (values[index] instanceof String value) {
                values[index] = symbolic(reference, parent == null ? doubts.formerId(value) : parent);
            } else if (awaited != null) {
                values[index] = symbolic(reference, awaited);
            }
        }
        inherit(table, values, result, next);
        String legacyId = oldId == null ? doubts.formerId(concrete.text()) : oldId;
        Key key = key(table, values);
        if (table.givenIds()) {
            int index = table.columns().indexOf(table.key().names().get(0));
            values[index] = GivenIds.symbolic(table, legacyId, (String) concrete.value(0));
            key = Key.of(table.key(), GivenIds.symbolic(table, legacyId, null));
        }
        // The sink knows legacy tables by their key spaces only.
        Origin origin = new Origin(
                new TableId("legacy", table.idSpace().orElse(table.id().name())), legacyId);
        return new Withdrawn(
                concrete, new PendingRow(table.id(), Operation.UPDATE, key, Row.of(table.columns(), values), origin));
    }

    /**
     * Makes inherited columns look-ups again, of every way that the row would be asked for: a parent that it prefers may come before
     * the one that it has its value from.
     */
    private void inherit(TargetTable table, @Nullable Object[] values, ResultSet result, int first)
            throws SQLException {
        List<Inherited> ways = table.inherited();
        Map<String, Integer> lastTaken = new HashMap<>();
        for (int i = 0; i < ways.size(); i++) {
            if (result.getString(first + 2 * i) != null && result.getBoolean(first + 2 * i + 1)) {
                lastTaken.put(ways.get(i).column(), i);
            }
        }
        // From the last way to the first: each is what its predecessor leaves open.
        for (int i = ways.size() - 1; i >= 0; i--) {
            Inherited way = ways.get(i);
            String parent = result.getString(first + 2 * i);
            int last = lastTaken.getOrDefault(way.column(), -1);
            if (parent == null || i > last && !way.preferred()) {
                continue;
            }
            int index = table.columns().indexOf(way.column());
            boolean keeps = values[index] instanceof Lookup || last < 0;
            values[index] = new Lookup(
                    way.parent(),
                    way.parentColumn(),
                    inheritance.parentKey(way.parent(), parent),
                    keeps ? values[index] : null,
                    ManyParents.absence(table, way.column()));
        }
    }

    /** The look-up of a parent by its id, or of an account by the legacy id of its user. */
    private static Lookup symbolic(ParentReference reference, String parent) {
        return reference.space().isEmpty()
                ? reference.lookup(parent)
                : new Lookup(
                        IdMappings.TABLE,
                        IdMappings.NEW_ID,
                        IdMappings.key(reference.space().get(), parent),
                        null,
                        reference.absence());
    }

    /** The key as the transform writes it: ids as text, accounts as look-ups. */
    private static Key key(TargetTable table, @Nullable Object[] values) {
        Object[] key = new Object[table.key().size()];
        for (int i = 0; i < key.length; i++) {
            Object value = Objects.requireNonNull(
                    values[table.columns().indexOf(table.key().names().get(i))], "a key has a value");
            key[i] = value instanceof Lookup lookup && lookup.isOfRow()
                    ? lookup.key().value(0)
                    : value instanceof Lookup lookup ? lookup.with(Lookup.Absence.QUARANTINE) : value;
        }
        return Key.of(table.key(), key);
    }
}
