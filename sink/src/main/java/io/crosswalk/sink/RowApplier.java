package io.crosswalk.sink;

import io.crosswalk.pipeline.Change.Operation;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Origin;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.AccountLinker.Linked;
import io.crosswalk.sink.RowResolution.Refused;
import io.crosswalk.sink.RowResolution.Result;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Applies rows of one table at a time: links accounts, resolves look-ups, writes, records ids, carries inherited columns down, sets aside
 * what cannot be written. Knows nothing of transactions or order. One thread.
 */
final class RowApplier {

    /** How complete rows get into their table. */
    enum Mode {
        /** A key that exists is overwritten. */
        UPSERT,
        /** Every row is new: the backfill. */
        COPY
    }

    private final Map<TableId, TargetTable> tables = new HashMap<>();
    private final Map<TableId, TableWriter> writers = new HashMap<>();
    private final Set<TableId> asked = new HashSet<>();
    private final RowResolution resolution;
    private final AccountLinker accounts;
    private final Inheritance inheritance;
    private final Quarantine quarantine;

    RowApplier(List<TargetTable> mapped, Catalog catalog, Quarantine quarantine) {
        for (TargetTable table : mapped) {
            tables.put(table.id(), table);
            writers.put(
                    table.id(), new TableWriter(table, catalog.table(table.id()).orElseThrow()));
            asked.addAll(table.readsFrom());
        }
        this.resolution = new RowResolution(new LookupResolver(catalog));
        this.accounts = new AccountLinker(catalog);
        this.inheritance = new Inheritance(mapped, catalog);
        this.quarantine = quarantine;
    }

    /**
     * Writes rows of one table.
     *
     * @return the {@link WaitKey}s of what arrived, for the rows that wait for it
     */
    Set<String> upsert(Connection connection, TableId id, List<PendingRow> symbolic, Mode mode, Tally tally)
            throws SQLException {
        if (symbolic.isEmpty()) {
            return Set.of();
        }
        TargetTable table = table(id);
        Set<String> arrived = new HashSet<>();
        List<PendingRow> rows = symbolic;
        if (table.account().flatMap(TargetTable.Account::matchColumn).isPresent()) {
            Linked linked = accounts.link(connection, table, rows);
            rows = linked.rows();
            arrived.addAll(linked.arrived());
        }
        Result result = resolution.resolve(connection, table, rows);
        List<Refused> refused = new ArrayList<>(result.refused());
        List<PendingRow> written = write(connection, table, result.ready(), mode, refused);
        setAside(connection, symbolic, refused, tally);
        tally.written(written);
        List<Key> keys = written.stream().map(row -> row.row().key(table.key())).toList();
        recordIds(connection, table, written, keys, mode);
        List<Key> settled = new ArrayList<>();
        written.forEach(row -> settled.add(row.symbolicKey()));
        result.foreign().forEach(row -> settled.add(row.symbolicKey()));
        quarantine.remove(connection, id, settled);
        if (asked.contains(id)) {
            keys.forEach(key -> arrived.add(WaitKey.of(id, key)));
        }
        return arrived;
    }

    private List<PendingRow> write(
            Connection connection, TargetTable table, List<PendingRow> ready, Mode mode, List<Refused> refused)
            throws SQLException {
        TableWriter writer = writer(table.id());
        Inheritance.Moves moves = inheritance.movesOf(connection, table, ready);
        List<PendingRow> complete = new ArrayList<>();
        List<PendingRow> partial = new ArrayList<>();
        ready.forEach(row -> (row.row().isComplete() ? complete : partial).add(row));
        List<Row> values = complete.stream().map(PendingRow::row).toList();
        if (mode == Mode.COPY) {
            writer.copy(connection, values);
        } else {
            writer.upsert(connection, values);
        }
        List<PendingRow> missing = partial.isEmpty() ? List.of() : writer.update(connection, partial);
        inheritance.carry(connection, moves);
        missing.forEach(row -> refused.add(new Refused(
                row,
                "the target has no such row, and the WAL does not carry the columns that did not change",
                Set.of())));
        List<PendingRow> written = new ArrayList<>(ready);
        written.removeAll(missing);
        return written;
    }

    // Rows are set aside as the transformer made them, so that their look-ups are asked again later.
    private void setAside(Connection connection, List<PendingRow> symbolic, List<Refused> refused, Tally tally)
            throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        Map<Key, PendingRow> originals = new HashMap<>();
        symbolic.forEach(row -> originals.put(row.symbolicKey(), row));
        List<Refused> whole = new ArrayList<>();
        for (Refused row : refused) {
            PendingRow original = Objects.requireNonNull(originals.get(row.row().symbolicKey()));
            if (!original.row().isComplete()) {
                Row newer = original.row();
                original = quarantine
                        .find(connection, original.table(), original.symbolicKey())
                        .map(earlier -> earlier.with(newer.over(earlier.row())))
                        .orElse(original);
            }
            whole.add(new Refused(original, row.reason(), row.waitsFor()));
        }
        quarantine.put(connection, whole);
        tally.setAside(whole.size());
    }

    private void recordIds(
            Connection connection, TargetTable table, List<PendingRow> written, List<Key> keys, Mode mode)
            throws SQLException {
        if (table.idSpace().isEmpty() || written.isEmpty()) {
            return;
        }
        String space = table.idSpace().get();
        if (mode == Mode.COPY) {
            IdMappingWriter.copy(connection, space, written, keys);
        } else {
            IdMappingWriter.record(connection, space, written, keys);
        }
    }

    /** Concrete keys of rows to be deleted; to be asked before anything is deleted, because deletes take look-ups' answers away. */
    Map<Key, Key> resolveKeys(Connection connection, Collection<Key> symbolicKeys) throws SQLException {
        return resolution.resolveKeys(connection, List.copyOf(symbolicKeys));
    }

    /** Deletes rows of one table, wherever they are: in the table or in the quarantine. */
    void delete(Connection connection, TableId id, Map<Key, Origin> symbolic, Map<Key, Key> concrete, Tally tally)
            throws SQLException {
        if (symbolic.isEmpty()) {
            return;
        }
        TargetTable table = table(id);
        List<Key> keys = symbolic.keySet().stream()
                .map(concrete::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        tally.add(id, Operation.DELETE, writer(id).delete(connection, ownedOnly(table, symbolic, concrete, keys)));
        if (table.idSpace().isPresent() && !keys.isEmpty()) {
            IdMappingWriter.forget(connection, table.idSpace().get(), keys);
        }
        quarantine.remove(connection, id, symbolic.keySet());
        if (table.account().flatMap(TargetTable.Account::matchColumn).isPresent()) {
            AccountLinker.unlink(
                    connection,
                    table.account().get().space(),
                    symbolic.values().stream().map(Origin::key).toList());
        }
    }

    // An account that was there before the migration stays when its legacy user goes.
    private static List<Key> ownedOnly(
            TargetTable table, Map<Key, Origin> symbolic, Map<Key, Key> concrete, List<Key> keys) {
        if (table.account().isEmpty()) {
            return keys;
        }
        return symbolic.keySet().stream()
                .filter(key -> AccountKeys.isOurs(key, concrete.get(key)))
                .map(concrete::get)
                .toList();
    }

    /** Gives a row another key; the row may be in the quarantine instead. */
    Set<String> rekey(Connection connection, PendingRow symbolic, Key former, Tally tally) throws SQLException {
        TargetTable table = table(symbolic.table());
        Key concreteFormer = resolveKeys(connection, List.of(former)).get(former);
        PendingRow row = symbolic;
        PendingRow waiting = quarantine.find(connection, table.id(), former).orElse(null);
        if (waiting != null) {
            row = row.with(row.row().over(waiting.row()));
            quarantine.remove(connection, table.id(), List.of(former));
        }
        Result result = resolution.resolve(connection, table, List.of(row));
        boolean moved = false;
        if (concreteFormer != null && !result.ready().isEmpty()) {
            moved = writer(table.id())
                    .rekey(connection, concreteFormer, result.ready().get(0).row());
        } else if (concreteFormer != null) {
            writer(table.id()).delete(connection, List.of(concreteFormer));
        }
        if (concreteFormer != null && table.idSpace().isPresent()) {
            IdMappingWriter.forget(connection, table.idSpace().get(), List.of(concreteFormer));
        }
        if (!moved) {
            return upsert(connection, table.id(), List.of(row), Mode.UPSERT, tally);
        }
        List<Key> keys = List.of(result.ready().get(0).row().key(table.key()));
        recordIds(connection, table, List.of(row), keys, Mode.UPSERT);
        tally.add(table.id(), Operation.UPDATE, 1);
        return asked.contains(table.id()) ? Set.of(WaitKey.of(table.id(), keys.get(0))) : Set.of();
    }

    /** Empties one table of migrated rows, and only that table. */
    void truncate(Connection connection, TableId id, Tally tally) throws SQLException {
        TargetTable table = table(id);
        tally.add(id, Operation.TRUNCATE, 1);
        TableEmptying.empty(connection, table);
        if (table.idSpace().isPresent()) {
            IdMappingWriter.forgetAll(connection, table.idSpace().get());
        }
        if (table.account().flatMap(TargetTable.Account::matchColumn).isPresent()) {
            IdMappingWriter.forgetAll(connection, table.account().get().space());
        }
        quarantine.removeAll(connection, id);
    }

    private TargetTable table(TableId id) {
        return Objects.requireNonNull(tables.get(id), () -> "no mapping writes " + id);
    }

    private TableWriter writer(TableId id) {
        return Objects.requireNonNull(writers.get(id));
    }
}
