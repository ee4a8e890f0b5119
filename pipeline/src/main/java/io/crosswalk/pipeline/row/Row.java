package io.crosswalk.pipeline.row;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A row: one value for each of its {@link Columns}. A value is text (PostgreSQL's text form), null, a {@link Lookup}, a
 * {@link Composite} or a {@link Refusal} (in target rows only), or {@link #ABSENT}: not known, because it did not change and the WAL does not carry it (an unchanged TOAST value).
 * Absent is not null.
 */
public final class Row {

    /** The value of a column that is not known. */
    public static final Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "(absent)";
        }
    };

    private final Columns columns;
    private final @Nullable Object[] values;

    private Row(Columns columns, @Nullable Object[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns");
        }
        this.columns = columns;
        this.values = values;
    }

    /** Takes the array over: the caller must not change it afterwards. */
    public static Row of(Columns columns, @Nullable Object... values) {
        return new Row(columns, values);
    }

    public Columns columns() {
        return columns;
    }

    public @Nullable Object value(int index) {
        return values[index];
    }

    /**
     * The value of a column.
     *
     * @throws IllegalArgumentException when rows of this shape have no such column
     */
    public @Nullable Object value(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + columns);
        }
        return values[index];
    }

    public boolean isAbsent(int index) {
        return values[index] == ABSENT;
    }

    /** True when every value is known. */
    public boolean isComplete() {
        for (Object value : values) {
            if (value == ABSENT) {
                return false;
            }
        }
        return true;
    }

    /** True when the mapping has no value for some column. */
    public boolean hasRefusal() {
        for (Object value : values) {
            if (value instanceof Refusal) {
                return true;
            }
        }
        return false;
    }

    /** This row on top of an older image of the same shape: what is absent here is taken from there. */
    public Row over(Row older) {
        if (isComplete()) {
            return this;
        }
        if (!columns.equals(older.columns)) {
            throw new IllegalArgumentException("rows of different shape: " + columns + " and " + older.columns);
        }
        @Nullable Object[] merged = values.clone();
        for (int i = 0; i < merged.length; i++) {
            if (merged[i] == ABSENT) {
                merged[i] = older.values[i];
            }
        }
        return new Row(columns, merged);
    }

    /** The key made of some of this row's columns; their values must be known and not null. */
    public Key key(Columns keyColumns) {
        Object[] keyValues = new Object[keyColumns.size()];
        for (int i = 0; i < keyValues.length; i++) {
            Object value = value(keyColumns.names().get(i));
            if (value == null || value == ABSENT) {
                throw new IllegalArgumentException(
                        "key column " + keyColumns.names().get(i) + " has no value");
            }
            keyValues[i] = value;
        }
        return Key.of(keyColumns, keyValues);
    }

    /** Every look-up among the values, those in composites included. */
    public Stream<Lookup> lookups() {
        return Arrays.stream(values)
                .filter(value -> value instanceof Lookup || value instanceof Composite)
                .flatMap(value ->
                        value instanceof Composite composite ? composite.lookups() : Stream.of((Lookup) value));
    }

    /** A rough count of the bytes this row holds on the heap; used to bound buffers. */
    public long weight() {
        long bytes = 32L + 8L * values.length;
        for (Object value : values) {
            bytes += weight(value);
        }
        return bytes;
    }

    private static long weight(@Nullable Object value) {
        if (value instanceof String text) {
            return 56L + text.length();
        }
        if (value instanceof Composite composite) {
            return composite.parts().stream()
                    .mapToLong(part -> part instanceof Composite.Text text
                            ? weight(text.text())
                            : weight(((Composite.Inset) part).value()))
                    .sum();
        }
        return value instanceof Lookup ? 200 : 0;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Row row && columns.equals(row.columns) && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + Arrays.hashCode(values);
    }

    /** Names only: values may be secret. */
    @Override
    public String toString() {
        return "row of " + columns;
    }
}
