package io.crosswalk.pipeline.table;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A legacy table as the catalog describes it.
 *
 * @param id its name
 * @param columns its stored columns in catalog order (generated columns never arrive and are left out)
 * @param key the columns that identify a row: the primary key, else the replica identity
 * @param types the type of each column as {@code format_type} writes it
 * @param foreignKeys the valid foreign keys: what they refer to is there
 * @param estimatedRows the planner's estimate
 */
public record SourceTable(
        TableId id,
        Columns columns,
        Columns key,
        Map<String, String> types,
        List<ForeignKey> foreignKeys,
        long estimatedRows) {

    /** A foreign key: columns here, table and columns there. */
    public record ForeignKey(List<String> columns, TableId referenced, List<String> referencedColumns) {

        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }

    /** A table without foreign keys. */
    public SourceTable(TableId id, Columns columns, Columns key, Map<String, String> types, long estimatedRows) {
        this(id, columns, key, types, List.of(), estimatedRows);
    }

    public SourceTable {
        Objects.requireNonNull(id, "id");
        types = Map.copyOf(types);
        foreignKeys = List.copyOf(foreignKeys);
        List<String> unknown =
                key.names().stream().filter(c -> !columns.contains(c)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("key columns " + unknown + " of " + id + " are no columns");
        }
    }
}
