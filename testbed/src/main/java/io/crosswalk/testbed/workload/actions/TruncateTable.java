package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;

import java.sql.SQLException;
import java.util.Set;

/** Empties a work table. */
public record TruncateTable(LegacyWriter writer, Set<TableName> workTables) implements Action {

    @Override
    public boolean suits(Table table) {
        return workTables.contains(table.name());
    }

    @Override
    public int run(Table table) throws SQLException {
        return writer.truncate(table);
    }
}
