package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.folds.Folds;
import io.crosswalk.sink.inheritance.InheritedRecords;
import io.crosswalk.sink.lookups.IdMappingWriter;
import io.crosswalk.sink.lookups.RowResolution.Result;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.references.AwaitedParents;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.IncompleteColumns;
import io.crosswalk.sink.rows.PendingRow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the control schema holds about rows besides the rows themselves, and must forget when they go. One thread. */
public final class RowTraces {

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final AwaitedParents awaited;
    private final IncompleteColumns incomplete;
    private final Doubts doubts;
    private final Folds folds;
    private final Quarantine quarantine;

    public RowTraces(
            AwaitedParents awaited, IncompleteColumns incomplete, Doubts doubts, Folds folds, Quarantine quarantine) {
        this.awaited = awaited;
        this.incomplete = incomplete;
        this.doubts = doubts;
        this.folds = folds;
        this.quarantine = quarantine;
    }

    /** Rows are about to be written anew, or to go. */
    public void changing(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        folds.changing(connection, table, keys);
    }

    /**
     * Rows are written.
     *
     * @param result what their look-ups led to
     */
    public void written(Connection connection, TargetTable table, List<PendingRow> rows, Result result)
            throws SQLException {
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
        doubts.written(table, rows, lacking(connection, table));
    }

    private Set<TableId> lacking(Connection connection, TargetTable table) throws SQLException {
        Set<TableId> lacking = new HashSet<>();
        for (ParentReference reference : table.references()) {
            if (reference.guaranteed() && quarantine.holdsRowsOf(connection, reference.parent())) {
                lacking.add(reference.parent());
            }
        }
        return lacking;
    }

    /** Rows are set aside. Their ids are known all the same, as other rows may be made of the same legacy row; but for given ones. */
    void refused(Connection connection, TargetTable table, List<PendingRow> rows) throws SQLException {
        doubts.refused(table.id(), rows);
        if (table.idSpace().isPresent() && !table.givenIds()) {
            List<PendingRow> known = rows.stream()
                    .filter(row -> row.symbolicKey().value(0) instanceof String id
                            && UUID.matcher(id).matches())
                    .toList();
            IdMappingWriter.record(
                    connection,
                    table.idSpace().get(),
                    known,
                    known.stream().map(PendingRow::symbolicKey).toList());
        }
    }

    /** Rows are gone, or have another key. */
    public void forget(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (!table.givenIds()) {
            forgetIds(connection, table, keys);
        }
        forgetPlaces(connection, table, keys);
    }

    private void forgetIds(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (table.idSpace().isPresent() && !keys.isEmpty()) {
            String space = table.idSpace().get();
            if (doubts.areAbout(space)) {
                doubts.unlinked(space, IdMappingWriter.oldIds(connection, space, keys));
            }
            IdMappingWriter.forget(connection, space, keys);
        }
    }

    /**
     * Rows are set aside that were in their table. Their ids stay known, as other rows may be made of the same legacy row; but not given
     * ones, which tell others that the row is there.
     */
    void forgetPlaces(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        if (table.givenIds()) {
            forgetIds(connection, table, keys);
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
