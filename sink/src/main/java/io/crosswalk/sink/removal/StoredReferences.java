package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.EmbeddedReferences.Place;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.lookups.IdMappingWriter;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.IncompleteColumns;
import io.crosswalk.sink.references.IncompleteColumns.Cell;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes look-ups again of the ids that stand among others in rows of the target. One thread. */
final class StoredReferences {

    private final Doubts doubts;
    private final IncompleteColumns incomplete;
    /** The legacy ids that rows mean by new ones which are recorded for others by now. */
    private Map<String, String> renamed = Map.of();

    StoredReferences(Doubts doubts, IncompleteColumns incomplete) {
        this.doubts = doubts;
        this.incomplete = incomplete;
    }

    /** From now on these new ids stand for these legacy ones, whatever is recorded. */
    void rename(Map<String, String> formerIds) {
        renamed = formerIds;
    }

    /** The same rows with symbolic values where ids stand among others. */
    List<Withdrawn> restored(Connection connection, TargetTable table, List<Withdrawn> rows) throws SQLException {
        if (table.embedded().isEmpty() || rows.isEmpty()) {
            return rows;
        }
        Map<Cell, Object> known = incomplete.of(
                connection, table, rows.stream().map(Withdrawn::key).toList());
        List<@Nullable Object[]> all = new ArrayList<>();
        for (Withdrawn row : rows) {
            Row values = row.row().row();
            @Nullable Object[] copy = new @Nullable Object[values.columns().size()];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values.value(i);
            }
            for (EmbeddedReferences column : table.embedded()) {
                int index = table.columns().indexOf(column.column());
                Object before = known.get(new Cell(row.key().text(), column.column()));
                copy[index] = before != null
                        ? before
                        : copy[index] instanceof String text ? column.reading().symbolic(text) : copy[index];
            }
            all.add(copy);
        }
        Map<Lookup, Lookup> recorded = recorded(connection, table, all, known.values());
        List<Withdrawn> restored = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            @Nullable Object[] values = all.get(i);
            for (int column = 0; column < values.length; column++) {
                values[column] = replaced(values[column], recorded);
            }
            PendingRow row = rows.get(i).row();
            restored.add(
                    new Withdrawn(rows.get(i).key(), row.with(Row.of(row.row().columns(), values))));
        }
        return restored;
    }

    /** Look-ups that name a recorded id by the new one, and the same by the legacy one. */
    private Map<Lookup, Lookup> recorded(
            Connection connection, TargetTable table, List<@Nullable Object[]> rows, Iterable<Object> asMade)
            throws SQLException {
        Set<Object> untouched = new HashSet<>();
        asMade.forEach(untouched::add);
        Map<String, Set<Lookup>> bySpace = new HashMap<>();
        for (EmbeddedReferences column : table.embedded()) {
            Set<String> spaces = new HashSet<>();
            column.places().stream().map(Place::space).forEach(space -> space.ifPresent(spaces::add));
            int index = table.columns().indexOf(column.column());
            for (@Nullable Object[] row : rows) {
                Object value = row[index];
                if (value != null && !untouched.contains(value)) {
                    lookups(value).stream()
                            .filter(lookup -> lookup.table().equals(IdMappings.TABLE)
                                    && spaces.contains((String) lookup.key().value(0)))
                            .forEach(lookup -> bySpace.computeIfAbsent(
                                            (String) lookup.key().value(0), space -> new HashSet<>())
                                    .add(lookup));
                }
            }
        }
        Map<Lookup, Lookup> recorded = new HashMap<>();
        for (Map.Entry<String, Set<Lookup>> space : bySpace.entrySet()) {
            List<Key> ids = space.getValue().stream()
                    .map(lookup ->
                            Key.of(Columns.of(IdMappings.NEW_ID), lookup.key().value(1)))
                    .toList();
            Map<String, String> oldIds = IdMappingWriter.oldIds(connection, space.getKey(), ids);
            for (Lookup lookup : space.getValue()) {
                String newId = (String) lookup.key().value(1);
                String oldId = renamed.getOrDefault(newId, oldIds.getOrDefault(newId, doubts.formerId(newId)));
                recorded.put(
                        lookup,
                        new Lookup(
                                IdMappings.TABLE,
                                IdMappings.NEW_ID,
                                IdMappings.key(space.getKey(), oldId),
                                lookup.otherwise(),
                                lookup.absence()));
            }
        }
        return recorded;
    }

    private static List<Lookup> lookups(Object value) {
        List<Lookup> all = new ArrayList<>();
        if (value instanceof Composite composite) {
            composite.lookups().forEach(all::add);
        }
        for (Object next = value; next instanceof Lookup lookup; next = lookup.otherwise()) {
            all.add(lookup);
        }
        return all;
    }

    private static @Nullable Object replaced(@Nullable Object value, Map<Lookup, Lookup> recorded) {
        if (recorded.isEmpty()) {
            return value;
        }
        if (value instanceof Lookup lookup) {
            Lookup by = recorded.getOrDefault(lookup, lookup);
            return new Lookup(by.table(), by.column(), by.key(), replaced(lookup.otherwise(), recorded), by.absence());
        }
        if (!(value instanceof Composite composite)) {
            return value;
        }
        return new Composite(composite.parts().stream()
                .<Composite.Part>map(part -> part instanceof Composite.Inset inset
                        ? new Composite.Inset(
                                Objects.requireNonNull(replaced(inset.value(), recorded)), inset.quoting())
                        : part)
                .toList());
    }
}
