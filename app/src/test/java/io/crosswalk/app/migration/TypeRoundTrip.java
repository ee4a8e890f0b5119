package io.crosswalk.app.migration;

import io.crosswalk.postgres.Identifiers;
import io.crosswalk.testbed.server.Database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One table with many columns, copied by the backfill and followed by the stream: inserts, updates that change every column, updates that
 * leave all of them alone, NULL in both directions. At the end both sides show the same text.
 */
final class TypeRoundTrip {

    /**
     * A column of both tables.
     *
     * @param type as SQL writes it
     * @param values SQL expressions; rows take them in turn
     */
    record Column(String name, String type, List<String> values) {

        String value(int row) {
            return values.get(row % values.size());
        }

        String quoted() {
            return Identifiers.quote(name);
        }
    }

    private static final String TABLE = "public.\"Every Type\"";

    private final List<Column> columns;
    private final int rows;

    TypeRoundTrip(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.rows =
                columns.stream().mapToInt(column -> column.values.size()).max().orElseThrow();
    }

    void run(Database legacy, Database target) throws Exception {
        try (Connection source = MigrationBench.address(legacy).connect("test");
                Connection sink = MigrationBench.address(target).connect("test")) {
            execute(source, create("text"));
            execute(sink, create("uuid"));
            insert(source, "b");
            try (MigrationBench bench = new MigrationBench(legacy, target, mapping())) {
                bench.streaming();
                insert(source, "s");
                // Large values that an update leaves alone are not in the WAL.
                execute(source, "UPDATE " + TABLE + " SET touched = true");
                insert(source, "u");
                rotate(source, "u");
                bench.drained();

                assertThat(MigrationBench.rows(target, "SELECT target_key, reason FROM crosswalk.quarantine"))
                        .isEmpty();
                for (Column column : columns) {
                    assertThat(texts(sink, "crosswalk.cuid_of(id)", column))
                            .as(column.name)
                            .hasSize(3 * (rows + 1))
                            .isEqualTo(texts(source, "id", column));
                }
                assertThat(bench.compare().problems()).isEmpty();
            }
        }
    }

    private String create(String key) {
        return "CREATE TABLE " + TABLE + " (id " + key + " PRIMARY KEY, touched bool, "
                + columns.stream()
                        .map(column -> column.quoted() + " " + column.type)
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private void insert(Connection source, String way) throws SQLException {
        String names = columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
        for (int row = 0; row < rows; row++) {
            int number = row;
            execute(
                    source,
                    "INSERT INTO " + TABLE + " (id, " + names + ") VALUES (" + id(way, row) + ", "
                            + columns.stream()
                                    .map(column -> column.value(number))
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        execute(source, "INSERT INTO " + TABLE + " (id) VALUES (" + id(way, rows) + ")");
    }

    /** Every row takes the values of the next one; the last but one becomes null, and null becomes something. */
    private void rotate(Connection source, String way) throws SQLException {
        for (int row = 0; row <= rows; row++) {
            int next = row + 1;
            String assignments = columns.stream()
                    .map(column -> column.quoted() + " = " + (next == rows ? "NULL" : column.value(next)))
                    .collect(Collectors.joining(", "));
            execute(source, "UPDATE " + TABLE + " SET " + assignments + " WHERE id = " + id(way, row));
        }
    }

    private static String id(String way, int row) {
        return "'cl" + way + "00000000000000000000" + Integer.toString(row + 36, 36) + "'";
    }

    private String mapping() {
        return """
                mapping: 1
                tables:
                  Every Type:
                    targets:
                      - table: Every Type
                        columns:
                          id: {id: id}
                          touched: touched
                """
                + columns.stream()
                        .map(column -> "          " + yaml(column.name) + ": " + yaml(column.name) + "\n")
                        .collect(Collectors.joining());
    }

    private static String yaml(String name) {
        return "'" + name.replace("'", "''") + "'";
    }

    private static List<String> texts(Connection connection, String id, Column column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + id + ", touched, " + column.quoted() + "::text FROM " + TABLE + " ORDER BY 1")) {
            while (rows.next()) {
                texts.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
            }
        }
        return texts;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + sql, e);
        }
    }
}
