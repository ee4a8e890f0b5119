package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.TableName;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import static java.util.stream.Collectors.joining;

/** Parents from tables that no longer change: each is read once, into memory. One thread. */
final class LoadedParents implements Parents {

    private record Asked(TableName table, List<String> columns) {}

    private final Statements statements;
    private final Schema schema;
    private final Map<Asked, List<List<@Nullable String>>> loaded = new HashMap<>();

    LoadedParents(Statements statements, Schema schema) {
        this.statements = statements;
        this.schema = schema;
    }

    @Override
    public Optional<List<String>> pick(
            TableName parent, List<String> columns, Map<String, String> fixed, SplittableRandom random)
            throws SQLException {
        List<List<@Nullable String>> rows = rows(new Asked(parent, columns));
        List<List<@Nullable String>> fitting = fixed.isEmpty()
                ? rows
                : rows.stream().filter(row -> fits(columns, row, fixed)).toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        List<@Nullable String> row = fitting.get(random.nextInt(fitting.size()));
        return row.contains(null)
                ? Optional.empty()
                : Optional.of(row.stream().map(Objects::requireNonNull).toList());
    }

    private static boolean fits(List<String> columns, List<@Nullable String> row, Map<String, String> fixed) {
        for (int i = 0; i < columns.size(); i++) {
            String wanted = fixed.get(columns.get(i));
            if (wanted != null && !wanted.equals(row.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<List<@Nullable String>> rows(Asked asked) throws SQLException {
        List<List<@Nullable String>> rows = loaded.get(asked);
        if (rows == null) {
            rows = statements.rows("SELECT "
                    + asked.columns().stream()
                            .map(column -> Sql.quote(column) + "::text")
                            .collect(joining(", "))
                    + " FROM " + asked.table().quoted() + " ORDER BY "
                    + Sql.quote(schema.table(asked.table()).identity()));
            // A table that is empty still may be filled later.
            if (!rows.isEmpty()) {
                loaded.put(asked, rows);
            }
        }
        return rows;
    }
}
