package io.crosswalk.pipeline.row;

import java.util.Comparator;
import java.util.Objects;

/**
 * The name of a table: schema and table exactly as the catalog spells them, never quoted.
 *
 * @param schema the schema, for example {@code public}
 * @param name the table, for example {@code MetricValue}
 */
public record TableId(String schema, String name) implements Comparable<TableId> {

    private static final Comparator<TableId> ORDER =
            Comparator.comparing(TableId::schema).thenComparing(TableId::name);

    public TableId {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public int compareTo(TableId other) {
        return ORDER.compare(this, other);
    }

    /** For people and metrics: {@code schema.name}, unquoted. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
