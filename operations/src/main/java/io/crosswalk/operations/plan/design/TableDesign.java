package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Optional;

/**
 * A target table.
 *
 * @param source the legacy table that writes it
 * @param key the columns of its primary key
 */
public record TableDesign(
        TableId id,
        TableId source,
        List<ColumnDesign> columns,
        List<String> key,
        List<IndexDesign> indexes,
        List<CheckDesign> checks) {

    public TableDesign {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        indexes = List.copyOf(indexes);
        checks = List.copyOf(checks);
    }

    public Optional<ColumnDesign> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
