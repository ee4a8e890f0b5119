package io.crosswalk.sink.folds;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Fold;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.rows.PendingRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * Keeps JSON columns in step with the rows that are folded into them. Remembers which rows a batch touches and makes their JSON anew in
 * the end, from what is in the target then: so it is right whatever order things came in. What a rolled back attempt left here does no
 * harm. One thread.
 */
public final class Folds {

    private final List<TargetTable> folded;
    private final Catalog catalog;
    private final Map<TableId, Set<String>> touched = new HashMap<>();
    private final Set<TableId> sweeping = new HashSet<>();

    public Folds(Collection<TargetTable> tables, Catalog catalog) {
        this.folded = tables.stream().filter(table -> table.fold().isPresent()).toList();
        this.catalog = catalog;
    }

    /** Rows are about to be written or deleted: the members among them leave the rows that they are in. */
    public void changing(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (table.fold().isEmpty() || keys.isEmpty()) {
            return;
        }
        List<String> columns = table.key().names();
        String sql = "SELECT DISTINCT c." + Fold.PARENT + "::text FROM " + FoldJson.name(table)
                + " AS c JOIN unnest("
                + columns.stream().map(column -> "?::text[]").collect(joining(", ")) + ") AS s ("
                + IntStream.range(0, columns.size()).mapToObj(i -> "k" + i).collect(joining(", ")) + ") ON "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> "c." + columns.get(i) + " = s.k" + i)
                        .collect(joining(" AND "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                int index = i;
                statement.setArray(
                        i + 1,
                        connection.createArrayOf(
                                "text",
                                keys.stream().map(key -> key.value(index)).toArray()));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    of(table).add(rows.getString(1));
                }
            }
        }
    }

    /** Rows were written: members came into other rows, or the rows themselves are new. */
    public void written(TargetTable table, List<PendingRow> rows) {
        for (TargetTable fold : folded) {
            if (fold.id().equals(table.id())) {
                for (PendingRow row : rows) {
                    if (row.row().value(Fold.PARENT) instanceof String parent) {
                        of(fold).add(parent);
                    }
                }
            } else if (fold.fold().orElseThrow().into().equals(table.id())) {
                rows.forEach(
                        row -> of(fold).add((String) row.row().key(table.key()).value(0)));
            }
        }
    }

    /** Every row of a table is gone. */
    public void emptied(TargetTable table) {
        if (table.fold().isPresent()) {
            sweeping.add(table.id());
        }
    }

    private Set<String> of(TargetTable fold) {
        return touched.computeIfAbsent(fold.id(), id -> new HashSet<>());
    }

    /** Makes the JSON anew of every row that was touched. */
    public void settle(Connection connection) throws SQLException {
        for (TargetTable table : folded) {
            if (sweeping.contains(table.id())) {
                rebuildAll(connection, table);
            } else if (touched.containsKey(table.id())) {
                rebuild(connection, table, of(table));
            }
        }
        dismiss();
    }

    /** Forgets what was touched: everything is made anew in the end of the backfill. */
    public void dismiss() {
        touched.clear();
        sweeping.clear();
    }

    /** Makes the JSON of every row anew. */
    public void sweep(Connection connection) throws SQLException {
        for (TargetTable table : folded) {
            rebuildAll(connection, table);
        }
    }

    private void rebuild(Connection connection, TargetTable table, Set<String> parents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FoldJson.update(table, catalog, true))) {
            statement.setArray(1, connection.createArrayOf("text", parents.toArray()));
            statement.executeUpdate();
        }
    }

    private void rebuildAll(Connection connection, TargetTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FoldJson.update(table, catalog, false))) {
            statement.executeUpdate();
        }
    }
}
