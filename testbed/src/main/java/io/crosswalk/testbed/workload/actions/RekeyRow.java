package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the key of a row, wholly or in part; whatever refers to it follows (ON UPDATE CASCADE). */
public record RekeyRow(LegacyWriter writer) implements Action {

    @Override
    public boolean suits(Table table) {
        return !writer.keys().renamable(table).isEmpty();
    }

    @Override
    public int run(Table table) throws SQLException {
        List<String> key = writer.keys().renamable(table);
        Optional<Map<String, @Nullable String>> row = writer.row(table);
        if (row.isEmpty()) {
            return 0;
        }
        Set<String> columns = Set.of(key.get(writer.random().nextInt(key.size())));
        return writer.update(table, row.get(), writer.changes(table, row.get(), columns));
    }
}
