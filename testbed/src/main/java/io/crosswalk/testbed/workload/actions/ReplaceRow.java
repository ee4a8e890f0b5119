package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes a row and inserts one with the same key, one column of it changed. What hung on the old row is gone. */
public record ReplaceRow(LegacyWriter writer) implements Action {

    private static final int WIDE_REACH = 6;

    @Override
    public boolean suits(Table table) {
        return writer.keys().reach(table).size() <= WIDE_REACH
                && table.columns().stream().noneMatch(Column::identityAlways);
    }

    @Override
    public int run(Table table) throws SQLException {
        Optional<Map<String, @Nullable String>> row = writer.deletableRow(table);
        if (row.isEmpty()) {
            return 0;
        }
        Map<String, @Nullable String> again = new LinkedHashMap<>(row.get());
        List<String> plain = writer.keys().plain(table);
        if (!plain.isEmpty()) {
            String column = plain.get(writer.random().nextInt(plain.size()));
            again.putAll(writer.changes(table, row.get(), Set.of(column)));
        }
        // A row may have referred to itself, or to one that goes with it.
        return writer.delete(table, row.get()) == 0 ? 0 : 1 + writer.insert(table, List.of(again));
    }
}
