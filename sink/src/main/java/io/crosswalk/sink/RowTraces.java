package io.crosswalk.sink;

import io.crosswalk.pipeline.EmbeddedReferences;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.sink.RowResolution.Result;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the control schema holds about rows besides the rows themselves, and must forget when they go. One thread. */
final class RowTraces {

    private final AwaitedParents awaited;
    private final IncompleteColumns incomplete;
    private final Doubts doubts;
    private final Folds folds;

    RowTraces(AwaitedParents awaited, IncompleteColumns incomplete, Doubts doubts, Folds folds) {
        this.awaited = awaited;
        this.incomplete = incomplete;
        this.doubts = doubts;
        this.folds = folds;
    }

    /** Rows are about to be written anew, or to go. */
    void changing(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        folds.changing(connection, table, keys);
    }

    /**
     * Rows are written.
     *
     * @param result what their look-ups led to
     */
    void written(Connection connection, TargetTable table, List<PendingRow> rows, Result result) throws SQLException {
        folds.written(table, rows);
        for (EmbeddedReferences embedded : table.embedded()) {
            List<Key> known = rows.stream()
                    .map(PendingRow::row)
                    .filter(row -> row.value(embedded.column()) != Row.ABSENT)
                    .map(row -> row.key(table.key()))
                    .toList();
            incomplete.forget(connection, table, known, List.of(embedded.column()));
        }
        incomplete.remember(connection, table, result.incomplete());
        if (table.references().isEmpty()) {
            return;
        }
        List<Key> known = new ArrayList<>();
        for (PendingRow written : rows) {
            Row row = written.row();
            if (table.references().stream().noneMatch(reference -> row.value(reference.column()) == Row.ABSENT)) {
                known.add(row.key(table.key()));
            }
        }
        awaited.forget(connection, table, known);
        awaited.remember(connection, table, result.absent());
        doubts.written(table, rows);
    }

    /** Rows are gone, or have another key. */
    void forget(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        if (table.idSpace().isPresent()) {
            String space = table.idSpace().get();
            if (doubts.areAbout(space)) {
                doubts.unlinked(space, IdMappingWriter.oldIds(connection, space, keys));
            }
            IdMappingWriter.forget(connection, space, keys);
        }
        InheritedRecords.forget(connection, table, keys);
        awaited.forget(connection, table, keys);
        incomplete.forget(
                connection,
                table,
                keys,
                table.embedded().stream().map(EmbeddedReferences::column).toList());
        doubts.gone(table.id(), keys);
    }

    /** Every row of a table is gone. */
    void forgetAll(Connection connection, TargetTable table) throws SQLException {
        if (table.idSpace().isPresent()) {
            String space = table.idSpace().get();
            if (doubts.areAbout(space)) {
                Map<String, String> oldIds = new HashMap<>();
                AccountLinker.links(connection, space, AccountLinker.users(connection, space))
                        .forEach((oldId, link) -> oldIds.put(link.accountId(), oldId));
                doubts.unlinked(space, oldIds);
            }
            IdMappingWriter.forgetAll(connection, space);
        }
        if (InheritedRecords.areNeeded(table)) {
            InheritedRecords.forgetAll(connection, table);
        }
        awaited.forgetAll(connection, table);
        incomplete.forgetAll(connection, table);
        doubts.emptied(table.id());
        folds.emptied(table);
    }
}
