package io.crosswalk.operations.draft.sampling;

import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Columns that could be the key of a table that has none: one, or two together, whose values are distinct and never NULL in a sample.
 *
 * @param columns the columns
 * @param rows how many rows were looked at
 */
public record DistinctColumns(List<String> columns, int rows) {

    /** Tables without a key that are wider are rare, and pairs many. */
    private static final int MOST_COLUMNS = 12;
    /** Of fewer rows everything is distinct. */
    private static final int FEWEST_ROWS = 20;

    public DistinctColumns {
        columns = List.copyOf(columns);
    }

    /** The best choice: one column before two, then those that cannot be NULL, then in catalog order. */
    static Optional<DistinctColumns> of(Connection connection, CatalogTable table) throws SQLException {
        List<Column> columns = table.columns().stream()
                .filter(column -> !column.generated())
                .sorted(Comparator.comparing(column -> !column.notNull()))
                .limit(MOST_COLUMNS)
                .toList();
        List<List<String>> choices = choices(columns.stream().map(Column::name).toList());
        List<String> counts = choices.stream().map(DistinctColumns::count).toList();
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        String sql = "SELECT count(*), " + String.join(", ", counts) + " FROM (SELECT * FROM "
                + SampleReader.from(table) + " LIMIT " + SampleReader.ROWS + ") AS t";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            int rows = row.getInt(1);
            for (int i = 0; i < choices.size() && rows >= FEWEST_ROWS; i++) {
                if (row.getInt(i + 2) == rows) {
                    return Optional.of(new DistinctColumns(choices.get(i), rows));
                }
            }
            return Optional.empty();
        }
    }

    private static List<List<String>> choices(List<String> columns) {
        List<List<String>> choices = new ArrayList<>();
        columns.forEach(column -> choices.add(List.of(column)));
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                choices.add(List.of(columns.get(i), columns.get(j)));
            }
        }
        return choices;
    }

    // As text: not every type can be compared.
    private static String count(List<String> columns) {
        String values = String.join(
                ", ",
                columns.stream()
                        .map(column -> "t." + Identifiers.quote(column) + "::text")
                        .toList());
        String present = String.join(
                " AND ",
                columns.stream()
                        .map(column -> "t." + Identifiers.quote(column) + " IS NOT NULL")
                        .toList());
        return "count(DISTINCT (" + values + ")) FILTER (WHERE " + present + ")";
    }
}
