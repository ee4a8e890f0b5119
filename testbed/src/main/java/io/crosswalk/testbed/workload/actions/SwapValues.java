package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two rows exchange the value of a unique column, keys included: three updates, the first to a value that nobody has. */
public record SwapValues(LegacyWriter writer) implements Action {

    @Override
    public boolean suits(Table table) {
        return !candidates(table).isEmpty();
    }

    @Override
    public int run(Table table) throws SQLException {
        List<String> columns = candidates(table);
        String column = columns.get(writer.random().nextInt(columns.size()));
        List<Map<String, @Nullable String>> rows = writer.rows(table, 2);
        if (rows.size() < 2 || rows.stream().anyMatch(row -> row.get(column) == null)) {
            return 0;
        }
        Map<String, @Nullable String> one = rows.get(0);
        Map<String, @Nullable String> other = rows.get(1);
        String first = Objects.requireNonNull(one.get(column));
        String second = Objects.requireNonNull(other.get(column));
        String nobodys = writer.value(table, column);
        if (writer.update(table, one, value(column, nobodys)) == 0
                || writer.update(table, other, value(column, first)) == 0) {
            return 1;
        }
        Map<String, @Nullable String> moved = new HashMap<>(one);
        moved.put(column, nobodys);
        return 2 + writer.update(table, moved, value(column, second));
    }

    private static Map<String, @Nullable String> value(String column, String value) {
        Map<String, @Nullable String> change = new HashMap<>();
        change.put(column, value);
        return change;
    }

    private List<String> candidates(Table table) {
        List<String> renamable = writer.keys().renamable(table);
        List<String> plain = writer.keys().plain(table);
        return table.uniqueKeys().stream()
                .filter(key -> key.size() == 1)
                .map(key -> key.get(0))
                .filter(column ->
                        !table.isInForeignKey(column) && (renamable.contains(column) || plain.contains(column)))
                .toList();
    }
}
