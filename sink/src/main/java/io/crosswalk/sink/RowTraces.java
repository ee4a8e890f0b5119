package io.crosswalk.sink;

import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.sink.RowResolution.Absent;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the control schema holds about rows besides the rows themselves, and must forget when they go. One thread. */
final class RowTraces {

    private final AwaitedParents awaited;
    private final Doubts doubts;
    private final Folds folds;

    RowTraces(AwaitedParents awaited, Doubts doubts, Folds folds) {
        this.awaited = awaited;
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
     * @param absent their columns that are null because a look-up found nothing
     */
    void written(Connection connection, TargetTable table, List<PendingRow> rows, List<Absent> absent)
            throws SQLException {
        folds.written(table, rows);
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
        awaited.remember(connection, table, absent);
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
        doubts.emptied(table.id());
        folds.emptied(table);
    }
}
