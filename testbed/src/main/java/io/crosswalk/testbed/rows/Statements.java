package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/** SQL on one connection, values in and out as PostgreSQL text. One thread. */
final class Statements {

    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Runs a statement; the number of its rows. */
    int run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /** The rows of a query. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>(columns);
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    int insert(Table table, List<Map<String, @Nullable String>> rows, String clause) throws SQLException {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        String values = rows.stream()
                .map(row -> columns.stream()
                        .map(column -> Sql.literal(row.get(column)))
                        .collect(joining(", ", "(", ")")))
                .collect(joining(", "));
        return run("INSERT INTO " + table.name().quoted() + " (" + Sql.quote(columns) + ") " + clause + "VALUES "
                + values);
    }

    /** Writes rows by COPY (PostgreSQL manual, COPY, Text Format). */
    long copy(Table table, List<Map<String, @Nullable String>> rows) throws SQLException {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        String text = rows.stream()
                .map(row ->
                        columns.stream().map(column -> copied(row.get(column))).collect(joining("\t", "", "\n")))
                .collect(joining());
        try {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY " + table.name().quoted() + " (" + Sql.quote(columns) + ") FROM STDIN",
                            new StringReader(text));
        } catch (IOException e) {
            throw new SQLException("cannot send rows", e);
        }
    }

    private static String copied(@Nullable String value) {
        return value == null
                ? "\\N"
                : value.replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t");
    }

    int update(Table table, Map<String, @Nullable String> row, Map<String, @Nullable String> changes)
            throws SQLException {
        return run("UPDATE " + table.name().quoted() + " SET "
                + changes.entrySet().stream()
                        .map(change -> Sql.quote(change.getKey()) + " = " + Sql.literal(change.getValue()))
                        .collect(joining(", "))
                + " WHERE " + isRow(table, row));
    }

    int delete(Table table, Map<String, @Nullable String> row) throws SQLException {
        return run("DELETE FROM " + table.name().quoted() + " WHERE " + isRow(table, row));
    }

    /** The condition that one row meets, and no other. */
    static String isRow(Table table, Map<String, @Nullable String> row) {
        return table.identity().stream()
                .map(column -> comparable(table, column)
                        + (row.get(column) == null ? " IS NULL" : " = " + Sql.literal(row.get(column))))
                .collect(joining(" AND "));
    }

    /** A column as it can be compared and sorted: JSON has no order of its own. */
    static String comparable(Table table, String column) {
        return Sql.quote(column) + (table.column(column).type().name().equals("json") ? "::text" : "");
    }

    /** A row of a query for all stored columns, by column. */
    static Map<String, @Nullable String> named(Table table, List<@Nullable String> values) {
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        List<String> columns = table.storedColumns();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), values.get(i));
        }
        return row;
    }

    /** All stored columns of a table, as texts. */
    static String texts(Table table) {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .map(column -> Sql.quote(column) + "::text")
                .collect(joining(", "));
    }
}
