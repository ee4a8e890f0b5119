package io.crosswalk.connector;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Legacy tables as the source reads them, made from the catalog. */
public final class SourceCatalog {

    private SourceCatalog() {}

    /** Every table of the catalog, by name. A table without a primary key or a unique key free of nulls has an empty key. */
    public static List<SourceTable> tables(Catalog catalog) {
        return catalog.tables().values().stream()
                .sorted(Comparator.comparing(CatalogTable::id))
                .map(SourceCatalog::table)
                .toList();
    }

    private static SourceTable table(CatalogTable table) {
        return new SourceTable(
                table.id(),
                Columns.of(table.storedColumns()),
                Columns.of(table.identity()),
                table.columns().stream()
                        .filter(column -> !column.generated())
                        .collect(Collectors.toMap(Column::name, Column::type)),
                table.foreignKeys().stream()
                        .filter(CatalogTable.ForeignKey::valid)
                        .map(key ->
                                new SourceTable.ForeignKey(key.columns(), key.referenced(), key.referencedColumns()))
                        .toList(),
                table.estimatedRows());
    }
}
