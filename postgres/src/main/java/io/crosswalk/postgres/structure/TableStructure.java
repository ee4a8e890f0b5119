package io.crosswalk.postgres.structure;

import java.util.List;
import java.util.Map;

/**
 * What a table is made of besides what {@link io.crosswalk.postgres.CatalogTable} tells.
 *
 * @param columns by name
 * @param actions of its foreign keys, by name
 * @param exclusions its exclusion constraints
 */
public record TableStructure(
        Map<String, ColumnStructure> columns,
        List<CheckConstraint> checks,
        List<IndexStructure> indexes,
        Map<String, ForeignKeyActions> actions,
        List<ExclusionConstraint> exclusions) {

    /** A table of which nothing is known. */
    public static final TableStructure EMPTY = new TableStructure(Map.of(), List.of(), List.of(), Map.of(), List.of());

    public TableStructure {
        columns = Map.copyOf(columns);
        checks = List.copyOf(checks);
        indexes = List.copyOf(indexes);
        actions = Map.copyOf(actions);
        exclusions = List.copyOf(exclusions);
    }
}
