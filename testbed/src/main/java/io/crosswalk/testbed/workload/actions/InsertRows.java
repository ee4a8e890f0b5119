package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;

import java.sql.SQLException;

/** Inserts some rows with one statement: they share one place in the WAL's order of statements. */
public record InsertRows(LegacyWriter writer, int most) implements Action {

    @Override
    public String name() {
        return most == 1 ? "InsertRow" : "InsertRows";
    }

    @Override
    public boolean suits(Table table) {
        return true;
    }

    @Override
    public int run(Table table) throws SQLException {
        return writer.insert(table, writer.newRows(table, writer.random().nextInt(1, most + 1)));
    }
}
