package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

import static java.util.stream.Collectors.joining;

/**
 * Rows of tables that change all the time, chosen by chance in the order of their keys, so that a seed finds the same again. In a table
 * of more than a few thousand rows only the first and the last are ever chosen. One thread.
 */
final class SampledRows implements Parents {

    private static final int SAMPLED = 1_500;

    private final Statements statements;
    private final Schema schema;

    SampledRows(Statements statements, Schema schema) {
        this.statements = statements;
        this.schema = schema;
    }

    @Override
    public Optional<List<String>> pick(
            TableName parent, List<String> columns, Map<String, String> fixed, SplittableRandom random)
            throws SQLException {
        Table table = schema.table(parent);
        String texts =
                columns.stream().map(column -> Sql.quote(column) + "::text").collect(joining(", "));
        String condition = fixed.entrySet().stream()
                .map(entry -> Sql.quote(entry.getKey()) + " = " + Sql.literal(entry.getValue()))
                .collect(joining(" AND "));
        List<List<@Nullable String>> rows = rows(table, texts, condition, 1, random);
        if (rows.isEmpty() || rows.get(0).contains(null)) {
            return Optional.empty();
        }
        return Optional.of(rows.get(0).stream().map(Objects::requireNonNull).toList());
    }

    /** Up to so many neighbouring rows that meet a condition, all columns. */
    List<Map<String, @Nullable String>> rows(Table table, String condition, int most, SplittableRandom random)
            throws SQLException {
        return rows(table, Statements.texts(table), condition, most, random).stream()
                .map(row -> Statements.named(table, row))
                .toList();
    }

    /** True when the table holds at least so many rows. */
    boolean holds(Table table, int rows) throws SQLException {
        return !statements
                .rows("SELECT FROM " + table.name().quoted() + " OFFSET " + (rows - 1) + " LIMIT 1")
                .isEmpty();
    }

    private List<List<@Nullable String>> rows(
            Table table, String columns, String condition, int most, SplittableRandom random) throws SQLException {
        String direction = random.nextBoolean() ? "" : " DESC";
        String order = table.identity().stream()
                .map(column -> Statements.comparable(table, column) + direction)
                .collect(joining(", "));
        String from = " FROM " + table.name().quoted() + (condition.isEmpty() ? "" : " WHERE " + condition);
        String place = String.format(Locale.ROOT, "%.6f", random.nextDouble());
        return statements.rows("SELECT " + columns + from + " ORDER BY " + order + " OFFSET (SELECT floor(count(*) * "
                + place + ")::int FROM (SELECT" + from + " LIMIT " + SAMPLED + ") counted) LIMIT " + most);
    }
}
