package io.crosswalk.sink.folds;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Fold;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;
import io.crosswalk.postgres.CatalogTable.UniqueKey;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/** The tables of the control schema that hold what is folded, one for each fold of a mapping. */
public final class FoldTables {

    private FoldTables() {}

    /** A catalog that knows the tables of folds, before they exist. */
    public static Catalog known(Collection<TargetTable> tables, Catalog target) {
        Map<TableId, CatalogTable> known = new HashMap<>(target.tables());
        for (TargetTable table : tables) {
            if (table.fold().isPresent()) {
                known.put(table.id(), describe(table, target));
            }
        }
        return new Catalog(known);
    }

    private static CatalogTable describe(TargetTable table, Catalog target) {
        List<Column> columns = table.columns().names().stream()
                .map(column -> column(table, column, target))
                .toList();
        return new CatalogTable(
                table.id(),
                columns,
                table.key().names(),
                ReplicaIdentity.DEFAULT,
                List.of(new UniqueKey(table.id().name() + "_pkey", table.key().names(), true)),
                List.of(),
                -1,
                0);
    }

    private static Column column(TargetTable table, String column, Catalog target) {
        Fold fold = table.fold().orElseThrow();
        String type = switch (column) {
            case Fold.PARENT -> FoldJson.keyType(fold, target);
            case Fold.VALUE -> "jsonb";
            case Fold.ORDER -> fold.numericOrder() ? "numeric" : "text";
            default -> "text";
        };
        boolean notNull = table.key().contains(column) || column.equals(Fold.NAME);
        return new Column(column, type, type, notNull, false, false, null);
    }

    /**
     * Creates the tables that are missing.
     *
     * @param target a catalog as {@link #known} makes it
     */
    public static void install(Connection connection, Collection<TargetTable> tables, Catalog target)
            throws SQLException {
        for (TargetTable table : tables) {
            if (table.fold().isPresent() && !exists(connection, table.id())) {
                create(connection, target.table(table.id()).orElseThrow());
                Failpoint.FOLD_TABLE_MADE.reached();
            }
        }
    }

    private static boolean exists(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, Identifiers.quote(table));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    // One statement: a table without its index is never left behind.
    private static void create(Connection connection, CatalogTable table) throws SQLException {
        String name = Identifiers.quote(table.id());
        String columns = table.columns().stream()
                .map(column ->
                        column.name() + " " + column.type() + (column.type().equals("text") ? " COLLATE \"C\"" : "")
                                + (column.notNull() ? " NOT NULL" : ""))
                .collect(joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + name + " (" + columns + ", PRIMARY KEY ("
                    + String.join(", ", table.primaryKey()) + ")); CREATE INDEX ON " + name + " (" + Fold.PARENT + ")");
        }
    }
}
