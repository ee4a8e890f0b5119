package io.crosswalk.sink;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of one target table that no legacy row stands for, but for those that an account keeps which was there before the migration. The keys
 * that should be there are collected in a temporary table, so memory does not grow with the table; it goes with the connection, or with
 * the next one. One thread.
 */
public final class SurplusRows {

    private static final String EXPECTED = "pg_temp.crosswalk_expected";

    private final Connection target;
    private final TargetTable table;
    private final CatalogTable described;

    private SurplusRows(Connection target, TargetTable table, CatalogTable described) {
        this.target = target;
        this.table = table;
        this.described = described;
    }

    /** Begins with no expected key. */
    public static SurplusRows in(Connection target, TargetTable table, CatalogTable described) throws SQLException {
        SurplusRows surplus = new SurplusRows(target, table, described);
        surplus.execute("DROP TABLE IF EXISTS " + EXPECTED);
        surplus.execute("CREATE TEMPORARY TABLE crosswalk_expected AS SELECT "
                + Identifiers.quoteAll(table.key().names()) + " FROM " + Identifiers.quote(table.id()) + " LIMIT 0");
        return surplus;
    }

    /** Rows that should be there; only their keys count. */
    public void expect(List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Key> keys = rows.stream().map(row -> row.key(table.key())).toList();
        List<String> columns = table.key().names();
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> TextForm.read(
                        "s.v" + i,
                        described.column(columns.get(i)).orElseThrow().castType()))
                .collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + EXPECTED + " SELECT " + values + " FROM unnest("
                + columns.stream().map(column -> "?::text[]").collect(Collectors.joining(", ")) + ") AS s ("
                + IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", ")) + ")";
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                statement.setArray(
                        i + 1,
                        target.createArrayOf(
                                "text",
                                keys.stream().map(key -> key.value(column)).toArray()));
            }
            statement.executeUpdate();
        }
    }

    /** The keys of rows that were not expected, at most {@code most} of them. */
    public List<Key> keys(int most) throws SQLException {
        execute("ANALYZE " + EXPECTED);
        List<String> columns = table.key().names();
        String sql = "SELECT "
                + columns.stream()
                        .map(column -> "t." + Identifiers.quote(column) + "::text")
                        .collect(Collectors.joining(", "))
                + " FROM " + Identifiers.quote(table.id()) + " t WHERE NOT EXISTS (SELECT FROM " + EXPECTED
                + " e WHERE "
                + columns.stream()
                        .map(column -> "e." + Identifiers.quote(column) + " = t." + Identifiers.quote(column))
                        .collect(Collectors.joining(" AND "))
                + ")"
                + ForeignRows.link(table)
                        .map(link -> " AND EXISTS (" + link + " AND m.created)")
                        .orElse("")
                + " LIMIT " + most;
        List<Key> keys = new ArrayList<>();
        try (Statement statement = target.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Object[] values = new Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.getString(i + 1);
                }
                keys.add(Key.of(table.key(), values));
            }
        }
        return keys;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute(sql);
        }
    }
}
