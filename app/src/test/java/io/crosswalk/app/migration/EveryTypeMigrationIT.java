package io.crosswalk.app.migration;

import io.crosswalk.app.migration.TypeRoundTrip.Column;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every built-in type that a table can hold, and arrays of it, by backfill and by stream: both sides show the same text. The server says
 * which types there are; one without samples fails the test.
 */
@Databases
class EveryTypeMigrationIT {

    /** Base types, ranges and multiranges of the server, and the domains of its information schema; no pseudo-types, no rows of its tables. */
    private static final String BUILT_IN = """
            SELECT t.typname, format_type(t.oid, -1), t.typarray <> 0
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE (n.nspname = 'pg_catalog' AND t.typtype IN ('b', 'r', 'm')
                   AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                   OR n.nspname = 'information_schema' AND t.typtype = 'd')
              AND NOT t.typname = ANY (?) ORDER BY t.typname""";

    /** Shapes of an array: empty; with NULL; of two dimensions; with another lower bound. */
    private static final int SHAPES = 4;

    private record BuiltIn(String type, List<String> samples) {

        String sample(int row) {
            return Identifiers.literal(samples.get(row % samples.size())) + "::" + type;
        }

        List<String> values() {
            return IntStream.range(0, samples.size()).mapToObj(this::sample).toList();
        }

        List<String> arrays() {
            int rows = Math.max(SHAPES, samples.size());
            return IntStream.range(0, rows).mapToObj(this::array).toList();
        }

        private String array(int row) {
            String array = type + "[]";
            String one = sample(row);
            String other = sample(row + 1);
            return switch (row % SHAPES) {
                case 0 -> "'{}'::" + array;
                case 1 -> "ARRAY[" + one + ", NULL, " + other + "]::" + array;
                case 2 -> "ARRAY[ARRAY[" + one + "], ARRAY[" + other + "]]::" + array;
                default -> "('[-2:-1]=' || ARRAY[" + one + ", " + other + "]::" + array + "::text)::" + array;
            };
        }
    }

    @Test
    void everyBuiltInTypeArrivesAsItIs(@Legacy Database legacy, @Target Database target) throws Exception {
        new TypeRoundTrip(columns(legacy)).run(legacy, target);
    }

    @Test
    @Databases(version = 15)
    void everyBuiltInTypeArrivesAsItIsOnFifteen(@Legacy Database legacy, @Target Database target) throws Exception {
        new TypeRoundTrip(columns(legacy)).run(legacy, target);
    }

    private static List<Column> columns(Database legacy) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Connection source = MigrationBench.address(legacy).connect("test");
                var statement = source.prepareStatement(BUILT_IN)) {
            TypeSamples samples = new TypeSamples(source.getMetaData().getDatabaseMajorVersion());
            statement.setArray(1, source.createArrayOf("text", TypeSamples.WITHOUT_INPUT.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    assertThat(samples.of(name)).as("samples of %s", name).isNotEmpty();
                    BuiltIn type = new BuiltIn(rows.getString(2), samples.of(name));
                    columns.add(new Column("one " + name, type.type, type.values()));
                    if (rows.getBoolean(3)) {
                        columns.add(new Column("many " + name, type.type + "[]", type.arrays()));
                    }
                }
            }
        }
        assertThat(columns).hasSizeGreaterThan(150);
        return columns;
    }
}
