package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;

import java.sql.SQLException;
import java.util.List;

/** Gives one column of several rows the same value, with one statement. */
public record UpdateRows(LegacyWriter writer, int most) implements Action {

    @Override
    public boolean suits(Table table) {
        return !candidates(table).isEmpty();
    }

    @Override
    public int run(Table table) throws SQLException {
        List<String> columns = candidates(table);
        String column = columns.get(writer.random().nextInt(columns.size()));
        return writer.updateAll(table, writer.rows(table, most), column, writer.value(table, column));
    }

    private List<String> candidates(Table table) {
        return writer.keys().plain(table).stream()
                .filter(column -> !table.isInUniqueKey(column)
                        && !table.isInForeignKey(column)
                        && table.order(column).isEmpty())
                .toList();
    }
}
