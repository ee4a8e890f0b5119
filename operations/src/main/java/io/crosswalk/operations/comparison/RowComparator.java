package io.crosswalk.operations.comparison;

import io.crosswalk.operations.comparison.RevealingSealer.Revealed;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.secrets.Sealer;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * Compares expected rows of one target table with what it holds, column by column, in PostgreSQL's text form, so that every type can be
 * compared. Sealed columns are opened. One thread.
 */
final class RowComparator {

    private final TargetTable table;
    private final CatalogTable catalog;
    private final Sealer sealer;

    RowComparator(TargetTable table, CatalogTable catalog, Sealer sealer) {
        this.table = table;
        this.catalog = catalog;
        this.sealer = sealer;
    }

    /** A row that is missing, or that differs in the named columns. */
    record Difference(Row expected, boolean missing, List<String> columns) {

        String describe(TargetTable table) {
            return table.id() + " " + expected.key(table.key()).text()
                    + (missing ? ": missing" : ": differs in " + String.join(", ", columns));
        }
    }

    /**
     * What comparing some rows came to.
     *
     * @param refused rows that hold a value which is none of its column's type: they cannot be in the target
     */
    record Outcome(List<Difference> differences, int refused) {}

    Outcome compare(Connection target, List<Row> expected) throws SQLException {
        if (expected.isEmpty()) {
            return new Outcome(List.of(), 0);
        }
        Savepoint before = target.setSavepoint();
        try {
            List<Difference> differences = differences(target, expected);
            target.releaseSavepoint(before);
            return new Outcome(differences, 0);
        } catch (SQLException e) {
            if (Failures.kind(e) != Failures.Kind.DATA) {
                throw e;
            }
            target.rollback(before);
            return expected.size() == 1 ? new Outcome(List.of(), 1) : halves(target, expected);
        }
    }

    private Outcome halves(Connection target, List<Row> expected) throws SQLException {
        int middle = expected.size() / 2;
        Outcome first = compare(target, expected.subList(0, middle));
        Outcome second = compare(target, expected.subList(middle, expected.size()));
        List<Difference> differences = new ArrayList<>(first.differences());
        differences.addAll(second.differences());
        return new Outcome(differences, first.refused() + second.refused());
    }

    private List<Difference> differences(Connection target, List<Row> expected) throws SQLException {
        List<String> columns = table.columns().names();
        List<String> held = columns.stream()
                .map(column -> ColumnForm.held("t." + Identifiers.quote(column), column(column)))
                .toList();
        // The server brings the expected text into the form of the column's type; what comes back is compared here.
        List<String> wanted = IntStream.range(0, columns.size())
                .mapToObj(i -> ColumnForm.wanted("s.v" + i, column(columns.get(i))))
                .toList();
        String sql = "SELECT s.n, t." + Identifiers.quote(table.key().names().get(0)) + " IS NULL, ARRAY["
                + String.join(", ", held) + "], ARRAY[" + String.join(", ", wanted) + "] FROM unnest("
                + columns.stream().map(column -> "?::text[]").collect(joining(", ")) + ") WITH ORDINALITY AS s ("
                + IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).collect(joining(", ")) + ", n) LEFT JOIN "
                + Identifiers.quote(table.id()) + " AS t ON "
                + table.key().names().stream()
                        .map(key -> "t." + Identifiers.quote(key) + " = "
                                + ColumnForm.read("s.v" + columns.indexOf(key), column(key)))
                        .collect(joining(" AND "));
        List<Difference> differences = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(i + 1, target.createArrayOf("text", texts(expected, i)));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Difference difference = difference(expected.get(rows.getInt(1) - 1), rows);
                    if (difference != null) {
                        differences.add(difference);
                    }
                }
            }
        }
        return differences;
    }

    private CatalogTable.Column column(String name) {
        return catalog.column(name).orElseThrow();
    }

    // A sealed value cannot travel: its mark holds zero bytes. Null stands for it, and the column is opened instead.
    private static @Nullable String[] texts(List<Row> rows, int column) {
        return rows.stream()
                .map(row -> RevealingSealer.reveal(row.value(column)) == null ? (String) row.value(column) : null)
                .toArray(String[]::new);
    }

    private @Nullable Difference difference(Row expected, ResultSet row) throws SQLException {
        if (row.getBoolean(2)) {
            return new Difference(expected, true, List.of());
        }
        @Nullable String[] held = (@Nullable String[]) row.getArray(3).getArray();
        @Nullable String[] wanted = (@Nullable String[]) row.getArray(4).getArray();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            Revealed secret = RevealingSealer.reveal(expected.value(i));
            boolean same = secret == null
                    ? Objects.equals(held[i], wanted[i])
                    : RevealingSealer.holds(sealer, held[i], secret);
            if (!same) {
                columns.add(table.columns().names().get(i));
            }
        }
        return columns.isEmpty() ? null : new Difference(expected, false, columns);
    }
}
