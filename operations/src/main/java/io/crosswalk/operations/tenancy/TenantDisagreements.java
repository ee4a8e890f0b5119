package io.crosswalk.operations.tenancy;

import io.crosswalk.operations.tenancy.TenantWays.Way;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/**
 * Finds the rows whose ways to the tenant lead to different ones, where a mapping lists several ways. One query for each table, on the
 * source, which reads every row, and one more for each pair that disagrees: for a moment when that may be asked of it.
 */
public final class TenantDisagreements {

    private static final int MOST_EXAMPLES = 5;

    private TenantDisagreements() {}

    /**
     * Looks at every table of a mapping that lists several ways.
     *
     * @param source the legacy database; nothing is written there
     * @param sources the legacy tables
     * @return one entry for each pair of ways that disagree, in the order of the mapping; empty when all agree
     */
    public static List<Disagreement> find(Connection source, Mapping mapping, List<SourceTable> sources)
            throws SQLException {
        Map<TableId, SourceTable> byId = new HashMap<>();
        sources.forEach(table -> byId.put(table.id(), table));
        List<Disagreement> found = new ArrayList<>();
        for (TableMapping table : mapping.tables()) {
            SourceTable described = byId.get(table.source());
            if (!table.skipped() && described != null) {
                TenantWays joined = new TenantWays(mapping, byId);
                List<Way> ways = joined.of(table);
                if (ways.size() > 1) {
                    found.addAll(compare(source, described, ways, joined.joins()));
                }
            }
        }
        return found;
    }

    private static List<Disagreement> compare(Connection source, SourceTable table, List<Way> ways, String joins)
            throws SQLException {
        String rows = rows(table, ways, joins);
        List<String> counts = new ArrayList<>();
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            for (int j = i + 1; j < ways.size(); j++) {
                pairs.add(new int[] {i, j});
                counts.add("count(*) FILTER (WHERE " + differ(i, j) + ")");
            }
        }
        List<Disagreement> found = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + String.join(", ", counts) + " FROM " + rows)) {
            row.next();
            for (int i = 0; i < pairs.size(); i++) {
                long count = row.getLong(i + 1);
                if (count > 0) {
                    int[] pair = pairs.get(i);
                    found.add(new Disagreement(
                            table.id(),
                            ways.get(pair[0]).name(),
                            ways.get(pair[1]).name(),
                            count,
                            examples(source, rows, differ(pair[0], pair[1]))));
                }
            }
        }
        return found;
    }

    private static List<String> examples(Connection source, String rows, String condition) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT k FROM " + rows + " WHERE " + condition + " ORDER BY k LIMIT " + MOST_EXAMPLES)) {
            while (row.next()) {
                keys.add(row.getString(1));
            }
        }
        return keys;
    }

    /** The key as the quarantine and {@code explain} write it: {@link Key#joined} in SQL. */
    private static String keyText(List<String> columns) {
        List<String> values = columns.stream()
                .map(column -> "coalesce(c." + quote(column) + "::text, '')")
                .toList();
        return values.size() == 1
                ? values.get(0)
                : values.stream()
                        .map(value -> "replace(replace(" + value + ", '\\', '\\\\'), ',', '\\,')")
                        .collect(joining(" || ',' || "));
    }

    private static String differ(int first, int second) {
        return "w" + first + " <> w" + second;
    }

    /** A row's key {@code k}, and the tenant that each way leads to. */
    private static String rows(SourceTable table, List<Way> ways, String joins) {
        List<String> keyColumns =
                table.key().size() == 0 ? table.columns().names() : table.key().names();
        List<String> columns = new ArrayList<>(List.of(keyText(keyColumns) + " AS k"));
        for (int i = 0; i < ways.size(); i++) {
            columns.add(ways.get(i).sql() + " AS w" + i);
        }
        return "(SELECT " + String.join(", ", columns) + " FROM " + quote(table.id()) + " AS c" + joins + ") AS t";
    }
}
