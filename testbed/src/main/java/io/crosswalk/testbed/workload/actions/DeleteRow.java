package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Deletes a row, with all that its foreign keys take along; rarely one that half of the schema hangs on. */
public record DeleteRow(LegacyWriter writer) implements Action {

    private static final int WIDE_REACH = 12;
    private static final int WIDE_PERCENT = 15;

    @Override
    public boolean suits(Table table) {
        return true;
    }

    @Override
    public int run(Table table) throws SQLException {
        boolean wide = writer.keys().reach(table).size() > WIDE_REACH;
        if (wide && writer.random().nextInt(100) >= WIDE_PERCENT) {
            return 0;
        }
        Optional<Map<String, @Nullable String>> row = writer.deletableRow(table);
        return row.isEmpty() ? 0 : writer.delete(table, row.get());
    }
}
