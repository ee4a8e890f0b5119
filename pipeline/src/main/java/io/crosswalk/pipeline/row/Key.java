package io.crosswalk.pipeline.row;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The identity of a row: its key columns and their values, each text or a {@link Lookup}, never null. Equal when columns and values
 * are.
 */
public final class Key {

    private final Columns columns;
    private final Object[] values;
    private final int hash;

    private Key(Columns columns, Object[] values) {
        if (columns.size() != values.length || values.length == 0) {
            throw new IllegalArgumentException("a key needs one value for each of " + columns);
        }
        for (Object value : values) {
            if (!(value instanceof String) && !(value instanceof Lookup)) {
                throw new IllegalArgumentException("a value of key " + columns + " is neither text nor a look-up");
            }
        }
        this.columns = columns;
        this.values = values;
        this.hash = 31 * columns.hashCode() + Arrays.hashCode(values);
    }

    /** Values in the order of the columns; the array is copied. */
    public static Key of(Columns columns, Object... values) {
        return new Key(columns, values.clone());
    }

    public Columns columns() {
        return columns;
    }

    public Object value(int index) {
        return values[index];
    }

    public int size() {
        return values.length;
    }

    /** True when no value is symbolic. */
    public boolean isResolved() {
        return Arrays.stream(values).noneMatch(Lookup.class::isInstance);
    }

    /** The values alone, {@link #joined}: how a key is written in the quarantine, in {@code id_mappings} and in messages. */
    public String text() {
        return values.length == 1
                ? String.valueOf(values[0])
                : joined(Arrays.stream(values).map(String::valueOf).toList());
    }

    /**
     * Several values as one text, such that different values never give the same one: joined by commas, with a backslash before each
     * comma and backslash of a value. One value alone stands as it is.
     */
    public static String joined(List<String> values) {
        return values.size() == 1
                ? values.get(0)
                : values.stream()
                        .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
                        .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Key key
                        && hash == key.hash
                        && columns.equals(key.columns)
                        && Arrays.equals(values, key.values);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return IntStream.range(0, values.length)
                .mapToObj(i -> columns.names().get(i) + "=" + values[i])
                .collect(Collectors.joining(", "));
    }
}
