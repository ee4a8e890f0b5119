package io.crosswalk.operations.explain;

import io.crosswalk.operations.check.Query;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads single rows of the legacy database by their keys. One thread. */
final class LegacyRows {

    private final Connection source;
    private final Catalog catalog;

    LegacyRows(Connection source, Catalog catalog) {
        this.source = source;
        this.catalog = catalog;
    }

    /** The columns that identify a row: the key, or all columns of a table without one. */
    static Columns key(SourceTable table) {
        return table.key().size() > 0 ? table.key() : table.columns();
    }

    /**
     * The key's values in a text: the whole text for a key of one column, else parted by commas.
     *
     * @return empty when the number of values is not that of the key's columns
     */
    static Optional<List<String>> values(SourceTable table, String text) {
        int size = key(table).size();
        List<String> values = size == 1 ? List.of(text) : List.of(text.split(",", -1));
        return values.size() == size ? Optional.of(values) : Optional.empty();
    }

    /** The row; empty when there is none, or the text cannot be a key of the column's type. */
    Optional<Row> find(SourceTable table, List<String> key) throws SQLException {
        CatalogTable described = catalog.table(table.id()).orElseThrow();
        String condition = key(table).names().stream()
                .map(name -> Identifiers.quote(name) + " = "
                        + TextForm.read(
                                "?::text", described.column(name).orElseThrow().castType()))
                .collect(Collectors.joining(" AND "));
        String sql = "SELECT "
                + table.columns().names().stream()
                        .map(column -> Identifiers.quote(column) + "::text")
                        .collect(Collectors.joining(", "))
                + " FROM " + Identifiers.quote(table.id()) + " WHERE " + condition + " LIMIT 1";
        try {
            return new Query(sql, List.copyOf(key))
                            .list(source, row -> {
                                @Nullable
                                Object[] values =
                                        new @Nullable Object[table.columns().size()];
                                for (int i = 0; i < values.length; i++) {
                                    values[i] = row.getString(i + 1);
                                }
                                return Row.of(table.columns(), values);
                            })
                            .stream()
                            .findFirst();
        } catch (SQLException e) {
            if (Failures.kind(e) == Failures.Kind.DATA) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
