package io.crosswalk.operations.draft.sampling;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads up to 1,000 rows of a table, spread over large ones, the same ones each time. Belongs to one thread. */
final class SampleReader {

    static final int ROWS = 1_000;
    /** From here on pages are drawn; of smaller tables the first rows do. */
    private static final long LARGE = 50_000;
    /** So many rows are drawn for one that is wanted, because the planner's estimate may be old. */
    private static final int SPARE = 5;

    private static final int MOST_PATHS = 40;
    private static final int FEWEST_DOCUMENTS = 2;
    private static final int DEEPEST = 6;
    /** A member's name may be data too; only names that look like names are shown. */
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z_][A-Za-z_]{0,39}");

    private final Connection connection;

    SampleReader(Connection connection) {
        this.connection = connection;
    }

    /** Values of single columns. */
    Map<String, ValueSample> columns(CatalogTable table, List<String> columns) throws SQLException {
        List<String> texts = columns.stream()
                .map(column -> cut("t." + Identifiers.quote(column)))
                .toList();
        Map<String, ValueSample> samples = new LinkedHashMap<>();
        columns.forEach(column -> samples.put(column, new ValueSample()));
        String sql = "SELECT " + String.join(", ", texts) + " FROM " + from(table) + " LIMIT " + ROWS;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int index = 1;
                for (ValueSample sample : samples.values()) {
                    String value = rows.getString(index++);
                    if (value != null) {
                        sample.add(value);
                    }
                }
            }
        }
        return samples;
    }

    /** Elements of an array column. */
    ValueSample elements(CatalogTable table, String column) throws SQLException {
        String name = Identifiers.quote(column);
        String sql = "SELECT " + cut("e") + " FROM (SELECT t." + name + " AS a FROM " + from(table) + " WHERE t." + name
                + " IS NOT NULL LIMIT " + ROWS + ") s, unnest(s.a) AS e WHERE e IS NOT NULL LIMIT " + ROWS;
        ValueSample sample = new ValueSample();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                sample.add(rows.getString(1));
            }
        }
        return sample;
    }

    /** Texts in a JSON column by their path; paths that occur once, or whose members do not look like names, are left out. */
    Map<String, ValueSample> paths(CatalogTable table, String column) throws SQLException {
        String name = Identifiers.quote(column);
        String sql = """
                WITH RECURSIVE documents (document, value) AS MATERIALIZED (
                    SELECT row_number() OVER (), t.%1$s::text::jsonb FROM %2$s
                    WHERE t.%1$s IS NOT NULL AND pg_column_size(t.%1$s) < 20000 LIMIT 200),
                walk (document, path, depth, value) AS (
                    SELECT document, ARRAY[]::text[], 0, value FROM documents
                    UNION ALL
                    SELECT w.document, w.path || step.name, w.depth + 1, step.value FROM walk w
                    CROSS JOIN LATERAL (
                        SELECT m.key, m.value FROM jsonb_each(CASE jsonb_typeof(w.value) WHEN 'object' THEN w.value END) m
                        UNION ALL
                        SELECT NULL, i.value FROM jsonb_array_elements(CASE jsonb_typeof(w.value) WHEN 'array' THEN w.value END) i
                    ) AS step (name, value)
                    WHERE w.depth < %3$d)
                SELECT document, path, %4$s FROM walk WHERE jsonb_typeof(value) = 'string' LIMIT 20000""".formatted(name, from(table), DEEPEST, cut("(value #>> '{}')"));
        Map<String, ValueSample> samples = new TreeMap<>();
        Map<String, List<Long>> documents = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String path = path((String[]) rows.getArray(2).getArray());
                if (!path.isEmpty() && (samples.containsKey(path) || samples.size() < MOST_PATHS)) {
                    samples.computeIfAbsent(path, key -> new ValueSample()).add(rows.getString(3));
                    documents.computeIfAbsent(path, key -> new ArrayList<>()).add(rows.getLong(1));
                }
            }
        }
        samples.keySet()
                .removeIf(path -> documents.getOrDefault(path, List.of()).stream()
                                .distinct()
                                .count()
                        < FEWEST_DOCUMENTS);
        return samples;
    }

    private static String path(String[] steps) {
        StringBuilder path = new StringBuilder("$");
        for (String step : steps) {
            if (step == null) {
                path.append("[*]");
            } else if (MEMBER.matcher(step).matches()) {
                path.append('.').append(step);
            } else {
                return "";
            }
        }
        return path.toString();
    }

    private static String cut(String expression) {
        return "left((" + expression + ")::text, " + (ValueSample.LONGEST + 1) + ")";
    }

    static String from(CatalogTable table) {
        TableId id = table.id();
        String name = Identifiers.quote(id) + " t";
        if (table.estimatedRows() < LARGE) {
            return name;
        }
        double percent = Math.min(100, 100.0 * ROWS * SPARE / table.estimatedRows());
        return name + " TABLESAMPLE SYSTEM (" + String.format(Locale.ROOT, "%.6f", percent) + ") REPEATABLE (1)";
    }
}
