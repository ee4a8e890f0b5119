package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes one to four columns of a row, foreign keys included: a row moves to another parent. */
public record UpdateRow(LegacyWriter writer, Set<String> updated) implements Action {

    private static final int MOST_COLUMNS = 4;

    @Override
    public boolean suits(Table table) {
        return !writer.keys().plain(table).isEmpty();
    }

    @Override
    public int run(Table table) throws SQLException {
        Optional<Map<String, @Nullable String>> row = writer.row(table);
        if (row.isEmpty()) {
            return 0;
        }
        List<String> plain = writer.keys().plain(table);
        Set<String> columns = new TreeSet<>();
        for (int i = writer.random().nextInt(1, MOST_COLUMNS + 1); i > 0; i--) {
            columns.add(plain.get(writer.random().nextInt(plain.size())));
        }
        Map<String, @Nullable String> changes = writer.changes(table, row.get(), columns);
        int rows = writer.update(table, row.get(), changes);
        if (rows > 0) {
            changes.keySet().forEach(column -> updated.add(table.name() + "." + column));
        }
        return rows;
    }
}
