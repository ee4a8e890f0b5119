package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;

import java.sql.SQLException;

/** Writes some rows by COPY. */
public record CopyRows(LegacyWriter writer, int most) implements Action {

    @Override
    public boolean suits(Table table) {
        return true;
    }

    @Override
    public int run(Table table) throws SQLException {
        return writer.copy(table, writer.newRows(table, writer.random().nextInt(1, most + 1)));
    }
}
