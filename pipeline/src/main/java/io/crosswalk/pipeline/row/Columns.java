package io.crosswalk.pipeline.row;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ordered, distinct column names of rows of one shape; shared by all rows of that shape. Two instances are equal when their
 * names are.
 */
public final class Columns {

    private final List<String> names;
    private final Map<String, Integer> indexes;

    private Columns(List<String> names) {
        this.names = List.copyOf(names);
        this.indexes = new HashMap<>(names.size() * 2);
        for (int i = 0; i < this.names.size(); i++) {
            if (indexes.put(this.names.get(i), i) != null) {
                throw new IllegalArgumentException("column named twice: " + this.names.get(i));
            }
        }
    }

    public static Columns of(List<String> names) {
        return new Columns(names);
    }

    public static Columns of(String... names) {
        return new Columns(List.of(names));
    }

    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    /** The position of a column, or -1 when rows of this shape have no such column. */
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    public boolean contains(String name) {
        return indexes.containsKey(name);
    }

    public Set<String> asSet() {
        return indexes.keySet();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Columns columns && names.equals(columns.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
