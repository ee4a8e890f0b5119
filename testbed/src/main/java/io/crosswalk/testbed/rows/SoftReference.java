package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.TableName;

import java.util.Collection;
import java.util.Map;

/**
 * A column, or an array's elements, that hold ids without a foreign key.
 *
 * @param typeColumn the column that chooses the parent; empty when there is one parent only
 * @param parents the parent by the value of the type column; by the empty text where there is none
 */
public record SoftReference(TableName table, String column, String typeColumn, Map<String, TableName> parents) {

    public SoftReference {
        parents = Map.copyOf(parents);
    }

    /** A column that holds ids of one table. */
    public static SoftReference to(TableName parent, TableName table, String column) {
        return new SoftReference(table, column, "", Map.of("", parent));
    }

    /** The tables that it may lead to. */
    Collection<TableName> targets() {
        return parents.values();
    }
}
