package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Writes the key values of changes in another way, wherever they stand: as the key of a row, among its values, and in the look-ups that
 * ask for a row by its key. What does not change is handed back as the same object. Immutable.
 *
 * @param types the types of the key columns that count, by table and name
 * @param text a type and a text of it: the text to put in its place
 */
record KeyRewriting(Map<TableId, Map<String, String>> types, BinaryOperator<String> text) {

    Change change(Change change) {
        Map<String, String> ofTable = types.getOrDefault(change.table(), Map.of());
        if (change instanceof Upsert upsert) {
            return upsert(upsert, ofTable);
        }
        if (change instanceof Delete delete) {
            Key key = key(delete.key(), ofTable);
            return key == delete.key() ? delete : new Delete(delete.table(), key, delete.origin());
        }
        return change;
    }

    private Upsert upsert(Upsert upsert, Map<String, String> ofTable) {
        Key key = key(upsert.key(), ofTable);
        Key former = upsert.formerKey() == null ? null : key(upsert.formerKey(), ofTable);
        Row row = row(upsert.row(), ofTable);
        if (key == upsert.key() && former == upsert.formerKey() && row == upsert.row()) {
            return upsert;
        }
        // Two legacy texts may be one value of the target: then no key changes.
        return new Upsert(
                upsert.table(),
                upsert.operation(),
                key,
                former == null || former.equals(key) ? null : former,
                row,
                upsert.origin());
    }

    private Row row(Row row, Map<String, String> ofTable) {
        @Nullable Object[] values = null;
        for (int i = 0; i < row.columns().size(); i++) {
            Object value = row.value(i);
            Object rewritten = value == null
                    ? null
                    : value(value, ofTable.get(row.columns().names().get(i)));
            if (rewritten != value) {
                values = values == null ? values(row) : values;
                values[i] = rewritten;
            }
        }
        return values == null ? row : Row.of(row.columns(), values);
    }

    private static @Nullable Object[] values(Row row) {
        @Nullable Object[] values = new @Nullable Object[row.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(i);
        }
        return values;
    }

    private Key key(Key key, Map<String, String> ofTable) {
        Object[] values = new Object[key.size()];
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
            values[i] = value(key.value(i), ofTable.get(key.columns().names().get(i)));
            same &= values[i] == key.value(i);
        }
        return same ? key : Key.of(key.columns(), values);
    }

    /** @param type of the key column that has the value; null for any other column */
    private Object value(Object value, @Nullable String type) {
        if (value instanceof String written) {
            return type == null ? written : text.apply(type, written);
        }
        if (value instanceof Lookup lookup) {
            return lookup(lookup);
        }
        return value instanceof Composite composite ? composite(composite) : value;
    }

    private Lookup lookup(Lookup lookup) {
        Key key = key(lookup.key(), types.getOrDefault(lookup.table(), Map.of()));
        Object otherwise = lookup.otherwise() instanceof Lookup other ? lookup(other) : lookup.otherwise();
        return key == lookup.key() && otherwise == lookup.otherwise()
                ? lookup
                : new Lookup(lookup.table(), lookup.column(), key, otherwise, lookup.absence());
    }

    private Composite composite(Composite composite) {
        List<Composite.Part> parts = composite.parts().stream().map(this::part).toList();
        boolean same = true;
        for (int i = 0; i < parts.size(); i++) {
            same &= parts.get(i) == composite.parts().get(i);
        }
        return same ? composite : new Composite(parts);
    }

    private Composite.Part part(Composite.Part part) {
        if (!(part instanceof Composite.Inset inset)) {
            return part;
        }
        Object value = value(inset.value(), null);
        return value == inset.value() ? inset : new Composite.Inset(value, inset.quoting());
    }
}
