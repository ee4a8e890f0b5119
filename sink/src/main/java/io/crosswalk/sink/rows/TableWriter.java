package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * Writes many rows of one target table in one statement: every column travels as one text array, and the server casts each value to the
 * column's type. Rows are resolved: text, null or absent. Immutable; the connection is the caller's.
 */
public final class TableWriter {

    private final TargetTable table;
    private final String name;
    private final Map<String, String> castTypes = new LinkedHashMap<>();
    private final String upsert;
    private final CopyWriter copy;

    TableWriter(TargetTable table, CatalogTable catalog) {
        this.table = table;
        this.name = Identifiers.quote(table.id());
        for (String column : table.columns().names()) {
            castTypes.put(column, catalog.column(column).orElseThrow().castType());
        }
        this.upsert = upsertSql();
        this.copy = new CopyWriter(table);
    }

    TableId id() {
        return table.id();
    }

    private String upsertSql() {
        Columns columns = table.columns();
        String assignments = columns.names().stream()
                .filter(column -> !table.key().contains(column))
                .map(column ->
                        Identifiers.quote(column) + " = " + kept(column, "EXCLUDED." + Identifiers.quote(column)))
                .collect(joining(", "));
        return "INSERT INTO " + name + " AS t (" + Identifiers.quoteAll(columns.names())
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> cast(i, columns.names().get(i)))
                        .collect(joining(", "))
                + " FROM " + rowsOf(columns.size()) + " ON CONFLICT ("
                + Identifiers.quoteAll(table.key().names()) + ") DO "
                + (assignments.isEmpty() ? "NOTHING" : "UPDATE SET " + assignments);
    }

    /** What a column of the row {@code t} becomes: a sealed secret that did not change stays as it is. */
    private String kept(String column, String value) {
        Integer length = table.fingerprints().get(column);
        if (length == null) {
            return value;
        }
        String held = "t." + Identifiers.quote(column);
        return "CASE WHEN left(" + held + ", " + length + ") = left(" + value + ", " + length + ") THEN " + held
                + " ELSE " + value + " END";
    }

    private static String rowsOf(int width) {
        String arrays = IntStream.range(0, width).mapToObj(i -> "?::text[]").collect(joining(", "));
        String names = IntStream.range(0, width).mapToObj(i -> "v" + i).collect(joining(", "));
        return "unnest(" + arrays + ") WITH ORDINALITY AS s (" + names + ", n)";
    }

    private String cast(int index, String column) {
        return TextForm.read("s.v" + index, Objects.requireNonNull(castTypes.get(column)));
    }

    private String keyMatches(int firstIndex) {
        List<String> key = table.key().names();
        return IntStream.range(0, key.size())
                .mapToObj(i -> "t." + Identifiers.quote(key.get(i)) + " = " + cast(firstIndex + i, key.get(i)))
                .collect(joining(" AND "));
    }

    /** Inserts complete rows, or overwrites them where their key exists. */
    public void upsert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (int column = 0; column < table.columns().size(); column++) {
                bind(connection, statement, column + 1, texts(rows, column));
            }
            statement.executeUpdate();
        }
    }

    /** Inserts complete rows by COPY. A key that exists is a unique violation. */
    public void copy(Connection connection, List<Row> rows) throws SQLException {
        copy.write(connection, rows);
    }

    /**
     * Updates the known columns of rows that are not complete.
     *
     * @return the rows that do not exist in the target
     */
    public List<PendingRow> update(Connection connection, List<PendingRow> rows) throws SQLException {
        Map<BitSet, List<PendingRow>> byShape = new LinkedHashMap<>();
        for (PendingRow pending : rows) {
            byShape.computeIfAbsent(known(pending.row()), shape -> new ArrayList<>())
                    .add(pending);
        }
        List<PendingRow> missing = new ArrayList<>();
        for (Map.Entry<BitSet, List<PendingRow>> group : byShape.entrySet()) {
            missing.addAll(updateShape(connection, group.getKey(), group.getValue()));
        }
        return missing;
    }

    private BitSet known(Row row) {
        BitSet known = new BitSet();
        for (int i = 0; i < table.columns().size(); i++) {
            known.set(i, !row.isAbsent(i));
        }
        return known;
    }

    private List<PendingRow> updateShape(Connection connection, BitSet known, List<PendingRow> group)
            throws SQLException {
        int[] columns = known.stream().toArray();
        List<String> names = table.columns().names();
        List<String> key = table.key().names();
        String assignments = IntStream.range(0, columns.length)
                .filter(i -> !table.key().contains(names.get(columns[i])))
                .mapToObj(i -> Identifiers.quote(names.get(columns[i])) + " = "
                        + kept(names.get(columns[i]), cast(i, names.get(columns[i]))))
                .collect(joining(", "));
        if (assignments.isEmpty()) {
            assignments = Identifiers.quote(key.get(0)) + " = t." + Identifiers.quote(key.get(0));
        }
        String sql = "UPDATE " + name + " AS t SET " + assignments + " FROM " + rowsOf(columns.length + key.size())
                + " WHERE " + keyMatches(columns.length) + " RETURNING s.n";
        List<Row> rows = group.stream().map(PendingRow::row).toList();
        Set<Long> found = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                bind(connection, statement, i + 1, texts(rows, columns[i]));
            }
            for (int i = 0; i < key.size(); i++) {
                bind(
                        connection,
                        statement,
                        columns.length + i + 1,
                        texts(rows, table.columns().indexOf(key.get(i))));
            }
            try (ResultSet numbers = statement.executeQuery()) {
                while (numbers.next()) {
                    found.add(numbers.getLong(1));
                }
            }
        }
        return IntStream.range(0, group.size())
                .filter(i -> !found.contains(i + 1L))
                .mapToObj(group::get)
                .toList();
    }

    /**
     * Gives one row another key, and its known columns their values.
     *
     * @return false when there is no row with the former key
     */
    public boolean rekey(Connection connection, Key former, Row row) throws SQLException {
        int[] columns = known(row).stream().toArray();
        List<String> names = table.columns().names();
        String assignments = IntStream.range(0, columns.length)
                .mapToObj(i -> Identifiers.quote(names.get(columns[i])) + " = " + cast(i, names.get(columns[i])))
                .collect(joining(", "));
        String sql = "UPDATE " + name + " AS t SET " + assignments + " FROM " + rowsOf(columns.length + former.size())
                + " WHERE " + keyMatches(columns.length);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                bind(connection, statement, i + 1, texts(List.of(row), columns[i]));
            }
            for (int i = 0; i < former.size(); i++) {
                bind(connection, statement, columns.length + i + 1, new String[] {(String) former.value(i)});
            }
            return statement.executeUpdate() > 0;
        }
    }

    /** Reads one row by key. */
    public Optional<Row> read(Connection connection, Key key) throws SQLException {
        String sql = "SELECT "
                + table.columns().names().stream()
                        .map(column -> "t." + Identifiers.quote(column) + "::text")
                        .collect(joining(", "))
                + " FROM " + name + " AS t, " + rowsOf(key.size()) + " WHERE " + keyMatches(0);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < key.size(); i++) {
                bind(connection, statement, i + 1, new String[] {(String) key.value(i)});
            }
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                @Nullable Object[] values = new @Nullable Object[table.columns().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = result.getString(i + 1);
                }
                return Optional.of(Row.of(table.columns(), values));
            }
        }
    }

    /** Deletes rows by key; the number of those that existed. */
    public int delete(Connection connection, List<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return 0;
        }
        int width = table.key().size();
        String sql = "DELETE FROM " + name + " AS t USING " + rowsOf(width) + " WHERE " + keyMatches(0);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < width; i++) {
                int index = i;
                bind(
                        connection,
                        statement,
                        i + 1,
                        keys.stream().map(key -> (String) key.value(index)).toArray(String[]::new));
            }
            return statement.executeUpdate();
        }
    }

    private static @Nullable String[] texts(List<Row> rows, int column) {
        @Nullable String[] texts = new @Nullable String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = (String) rows.get(i).value(column);
        }
        return texts;
    }

    private static void bind(
            Connection connection, PreparedStatement statement, int parameter, @Nullable String[] values)
            throws SQLException {
        statement.setArray(parameter, connection.createArrayOf("text", values));
    }
}
