package io.crosswalk.app.migration;

import io.crosswalk.postgres.Identifiers;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every built-in type that a table can hold, and arrays of it, by backfill and by stream: both sides show the same text. The server says
 * which types there are; one without samples fails the test.
 */
@Databases
class EveryTypeMigrationIT {

    /** Base types, ranges and multiranges of the server itself, and the domains of its information schema; no pseudo-types, no rows of its tables. */
    private static final String BUILT_IN = """
            SELECT t.typname, format_type(t.oid, -1), t.typarray <> 0, t.typdelim
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE (n.nspname = 'pg_catalog' AND t.typtype IN ('b', 'r', 'm')
                   AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                   OR n.nspname = 'information_schema' AND t.typtype = 'd')
              AND NOT t.typname = ANY (?) ORDER BY t.typname""";

    private record BuiltIn(String name, String written, boolean hasArray, String delimiter, List<String> samples) {

        String sample(int row) {
            return Identifiers.literal(samples.get(row % samples.size())) + "::" + written;
        }

        /** An empty array, one with NULL, one of two dimensions, one that begins elsewhere. */
        String array(int row) {
            String type = written + "[]";
            return switch (row % 4) {
                case 0 -> "'{}'::" + type;
                case 1 -> "ARRAY[" + sample(row) + ", NULL, " + sample(row + 1) + "]::" + type;
                case 2 -> "ARRAY[ARRAY[" + sample(row) + "], ARRAY[" + sample(row + 1) + "]]::" + type;
                default ->
                    "('[-2:-1]=' || ARRAY[" + sample(row) + ", " + sample(row + 1) + "]::" + type + "::text)::" + type;
            };
        }
    }

    @Test
    void everyBuiltInTypeArrivesAsItIs(@Legacy Database legacy, @Target Database target) throws Exception {
        roundTrip(legacy, target);
    }

    @Test
    @Databases(version = 15)
    void everyBuiltInTypeArrivesAsItIsOnFifteen(@Legacy Database legacy, @Target Database target) throws Exception {
        roundTrip(legacy, target);
    }

    private static void roundTrip(Database legacy, Database target) throws Exception {
        try (Connection source = MigrationBench.address(legacy).connect("test");
                Connection sink = MigrationBench.address(target).connect("test")) {
            List<BuiltIn> types = builtIn(source);
            assertThat(types.stream().filter(type -> type.samples.isEmpty()).map(BuiltIn::name))
                    .as("types without samples")
                    .isEmpty();
            Map<String, List<String>> columns = columns(types);
            execute(source, create("text", types));
            execute(sink, create("uuid", types));
            int rows = types.stream()
                    .mapToInt(type -> Math.max(4, type.samples.size()))
                    .max()
                    .orElseThrow();
            insert(source, "b", columns, rows);
            try (MigrationBench bench = new MigrationBench(legacy, target, mapping(columns.keySet()))) {
                bench.streaming();
                insert(source, "s", columns, rows);
                // Large values that an update leaves alone are not in the WAL; the others change or become null.
                execute(
                        source,
                        "UPDATE public.\"Every Type\" SET touched = true WHERE id LIKE 'clb%' OR id LIKE 'cls%'");
                insert(source, "u", columns, rows);
                rotate(source, columns, rows);
                execute(source, "INSERT INTO public.\"Every Type\" (id) VALUES ('clv000000000000000000000z')");
                execute(
                        source,
                        "UPDATE public.\"Every Type\" SET touched = true WHERE id = 'clv000000000000000000000z'");
                bench.drained();

                assertThat(MigrationBench.rows(target, "SELECT target_key, reason FROM crosswalk.quarantine"))
                        .isEmpty();
                for (String column : columns.keySet()) {
                    assertThat(texts(sink, "crosswalk.cuid_of(id)", column))
                            .as(column)
                            .hasSize(3 * (rows + 1) + 1)
                            .isEqualTo(texts(source, "id", column));
                }
            }
        }
    }

    private static List<BuiltIn> builtIn(Connection source) throws SQLException {
        TypeSamples samples = new TypeSamples(source.getMetaData().getDatabaseMajorVersion());
        List<BuiltIn> types = new ArrayList<>();
        try (var statement = source.prepareStatement(BUILT_IN)) {
            statement.setArray(1, source.createArrayOf("text", TypeSamples.WITHOUT_INPUT.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    types.add(new BuiltIn(
                            name, rows.getString(2), rows.getBoolean(3), rows.getString(4), samples.of(name)));
                }
            }
        }
        return types;
    }

    /** By column: its value in each row. */
    private static Map<String, List<String>> columns(List<BuiltIn> types) {
        int rows = types.stream()
                .mapToInt(type -> Math.max(4, type.samples.size()))
                .max()
                .orElseThrow();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (BuiltIn type : types) {
            columns.put(
                    "v " + type.name,
                    IntStream.range(0, rows + 1).mapToObj(type::sample).toList());
            if (type.hasArray) {
                columns.put(
                        "a " + type.name,
                        IntStream.range(0, rows + 1).mapToObj(type::array).toList());
            }
        }
        return columns;
    }

    private static String create(String key, List<BuiltIn> types) {
        StringBuilder sql =
                new StringBuilder("CREATE TABLE public.\"Every Type\" (id " + key + " PRIMARY KEY, touched bool");
        for (BuiltIn type : types) {
            sql.append(", \"v ").append(type.name).append("\" ").append(type.written);
            if (type.hasArray) {
                sql.append(", \"a ")
                        .append(type.name)
                        .append("\" ")
                        .append(type.written)
                        .append("[]");
            }
        }
        return sql.append(")").toString();
    }

    private static void insert(Connection source, String way, Map<String, List<String>> columns, int rows)
            throws SQLException {
        String names = columns.keySet().stream().map(Identifiers::quote).collect(Collectors.joining(", "));
        for (int row = 0; row < rows; row++) {
            int number = row;
            execute(
                    source,
                    "INSERT INTO public.\"Every Type\" (id, " + names + ") VALUES (" + id(way, row) + ", "
                            + columns.values().stream()
                                    .map(values -> values.get(number))
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        execute(source, "INSERT INTO public.\"Every Type\" (id) VALUES (" + id(way, rows) + ")");
    }

    /** Every row of the third way takes the values of the next one, null included. */
    private static void rotate(Connection source, Map<String, List<String>> columns, int rows) throws SQLException {
        for (int row = 0; row <= rows; row++) {
            int next = row + 1;
            String assignments = columns.entrySet().stream()
                    .map(column -> Identifiers.quote(column.getKey()) + " = "
                            + (next == rows ? "NULL" : column.getValue().get(next % (rows + 1))))
                    .collect(Collectors.joining(", "));
            execute(source, "UPDATE public.\"Every Type\" SET " + assignments + " WHERE id = " + id("u", row));
        }
    }

    private static String id(String way, int row) {
        return "'cl" + way + "00000000000000000000" + Integer.toString(row + 36, 36) + "'";
    }

    private static String mapping(Iterable<String> columns) {
        StringBuilder yaml = new StringBuilder("""
                mapping: 1
                tables:
                  Every Type:
                    targets:
                      - table: Every Type
                        columns:
                          id: {id: id}
                          touched: touched
                """);
        columns.forEach(column -> yaml.append("          \"")
                .append(column)
                .append("\": \"")
                .append(column)
                .append("\"\n"));
        return yaml.toString();
    }

    private static List<String> texts(Connection connection, String id, String column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + id + ", touched, " + Identifiers.quote(column)
                        + "::text FROM public.\"Every Type\" ORDER BY 1")) {
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
