package io.crosswalk.pipeline.row;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A symbolic value: "column {@code column} of target table {@code table}, in the row whose key is {@code key}". A pure transformer
 * puts it into a row; the sink resolves it, in bulk, inside the target transaction that writes the row.
 *
 * @param table the target table that is asked
 * @param column the column whose value is wanted
 * @param key the key of the row; its values may be look-ups themselves
 * @param otherwise the value to take when there is no such row or its column is null: text, another look-up, or null for none
 * @param absence what to do when nothing was found
 */
public record Lookup(
        TableId table, String column, Key key, @Nullable Object otherwise, Absence absence) {

    /** What to do with a row whose reference leads nowhere. */
    public enum Absence {
        /** Write null. */
        NULL,
        /** Write null where the row is there and its column is null; set the row aside until the other arrives where it is not. */
        NULL_WHEN_THERE,
        /** Set the row aside until what it refers to arrives (the default). */
        QUARANTINE,
        /** Stop: the mapping promised that this cannot happen. */
        FAIL
    }

    /** A reference to a row by its own key: the value is known, whether the row is there has to be looked up. */
    public static Lookup ofRow(TableId table, String keyColumn, String key, Absence absence) {
        return new Lookup(table, keyColumn, Key.of(Columns.of(keyColumn), key), null, absence);
    }

    /** True for a look-up as {@link #ofRow} makes it, or one with alternatives that ask other tables for the same key. */
    public boolean isOfRow() {
        return key.size() == 1
                && key.columns().names().get(0).equals(column)
                && key.value(0) instanceof String text
                && (otherwise == null
                        || otherwise instanceof Lookup other
                                && other.isOfRow()
                                && text.equals(other.key().value(0)));
    }

    /** The same question; where it finds nothing, another one. */
    public Lookup orElse(Lookup alternative) {
        Object last = otherwise instanceof Lookup next ? next.orElse(alternative) : alternative;
        return new Lookup(table, column, key, last, absence);
    }

    /** The same question with another answer to nothing found. */
    public Lookup with(Absence other) {
        return new Lookup(table, column, key, otherwise, other);
    }

    public Lookup {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(absence, "absence");
        if (otherwise != null && !(otherwise instanceof String) && !(otherwise instanceof Lookup)) {
            throw new IllegalArgumentException("otherwise must be text or a look-up");
        }
    }

    @Override
    public String toString() {
        return table + "." + column + " of " + key;
    }
}
