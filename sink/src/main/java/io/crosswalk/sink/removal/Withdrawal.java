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
        table.inherited().forEach(inherited -> selected.add(parentKey(table, inherited)));
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

    /** The key of the parent row that a child {@code c} has its value from. */
    private String parentKey(TargetTable table, Inherited inherited) {
        String recorded = inherited.sole()
                ? ""
                : " AND (" + (inherited.nullable() ? "c." + quote(inherited.column()) + " IS NULL OR " : "")
                        + "EXISTS (SELECT FROM crosswalk.inherited AS i WHERE i.table_name = ? AND i.row_key = "
                        + KeyText.of(table) + " AND i.parent_table = ?))";
        return "(SELECT p." + quote(inheritance.keyColumn(inherited.parent())) + "::text FROM "
                + quote(inherited.parent()) + " AS p WHERE p." + quote(inherited.parentLink()) + " = c."
                + quote(inherited.link()) + recorded + " LIMIT 1)";
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
        // From the last way to the first: each is what its predecessor leaves open.
        for (int i = table.inherited().size() - 1; i >= 0; i--) {
            Inherited inherited = table.inherited().get(i);
            String parent = result.getString(next + i);
            if (parent != null) {
                int index = table.columns().indexOf(inherited.column());
                values[index] = new Lookup(
                        inherited.parent(),
                        inherited.parentColumn(),
                        inheritance.parentKey(inherited.parent(), parent),
                        values[index] instanceof Lookup further ? further : null,
                        ManyParents.absence(table, inherited.column()));
            }
        }
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
