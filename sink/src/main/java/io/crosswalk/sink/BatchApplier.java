package io.crosswalk.sink;

import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Change.Delete;
import io.crosswalk.pipeline.Change.Truncate;
import io.crosswalk.pipeline.Change.Upsert;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Origin;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.Bereavement.Departed;
import io.crosswalk.sink.RowApplier.Mode;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Applies changes inside an open target transaction: the net effect per key, deletes children first, then upserts parents first. Where
 * that fails because of the data, everything is applied again in the exact order of the source, change by change, and the ones that
 * fail alone are set aside. One thread.
 */
final class BatchApplier {

    /** Of a few hundred rows each. */
    private static final int MOST_ROUNDS = 100;

    private final List<TargetTable> parentsFirst;
    private final RowApplier rows;
    private final RowRemover remover;
    private final RowRekeyer rekeyer;
    private final Quarantine quarantine;
    private final Refusals refusals;

    BatchApplier(List<TargetTable> mapped, Catalog catalog, Quarantine quarantine) {
        WrittenTables tables = new WrittenTables(mapped, catalog);
        Inheritance inheritance = new Inheritance(mapped, catalog);
        this.parentsFirst = ApplyOrder.of(mapped, catalog).parentsFirst();
        this.rows = new RowApplier(tables, catalog, inheritance, quarantine);
        this.remover = new RowRemover(tables, new Bereavement(inheritance, quarantine), quarantine);
        this.rekeyer = new RowRekeyer(tables, rows, quarantine);
        this.quarantine = quarantine;
        this.refusals = new Refusals(mapped, catalog);
    }

    /** Tries rows of the quarantine again, whatever they wait for; until nothing more comes out of it. */
    Tally retry(Connection connection) throws SQLException {
        return retry(connection, quarantine::oldest);
    }

    /** Tries the rows again that somebody asked for. */
    Tally retryRequested(Connection connection) throws SQLException {
        return retry(connection, quarantine::requested);
    }

    /** Rows of the quarantine, a portion at a time. */
    private interface Portion {
        List<PendingRow> next(Connection connection) throws SQLException;
    }

    private Tally retry(Connection connection, Portion portion) throws SQLException {
        Tally tally = new Tally();
        Set<Tried> tried = new HashSet<>();
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            more = false;
            Set<String> arrived = new LinkedHashSet<>();
            for (PendingRow row : portion.next(connection)) {
                if (tried.add(new Tried(row.table(), row.symbolicKey()))) {
                    more = true;
                    arrived.addAll(again(connection, row, tally));
                }
            }
            release(connection, arrived, tally);
        }
        return tally;
    }

    /** Applies changes in order; a truncate or a re-key ends a run whose net effect is taken. */
    Tally apply(Connection connection, Iterable<Change> changes, Mode mode) throws SQLException {
        Tally tally = new Tally();
        NetEffect effect = new NetEffect();
        for (Change change : changes) {
            if (change instanceof Upsert upsert && upsert.formerKey() == null) {
                effect.add(upsert);
            } else if (change instanceof Delete delete) {
                effect.add(delete);
            } else {
                applyRun(connection, effect, mode, tally);
                effect = new NetEffect();
                exactly(connection, List.of(change), tally);
            }
        }
        applyRun(connection, effect, mode, tally);
        return tally;
    }

    private void applyRun(Connection connection, NetEffect effect, Mode mode, Tally tally) throws SQLException {
        if (effect.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            applyNet(connection, effect, mode, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            exactly(connection, effect.inOrder(), tally);
        }
    }

    private void applyNet(Connection connection, NetEffect effect, Mode mode, Tally tally) throws SQLException {
        Set<String> arrived = new LinkedHashSet<>();
        Departed departed = deleteChildrenFirst(connection, effect, arrived, tally);
        for (TargetTable table : parentsFirst) {
            arrived.addAll(rows.upsert(connection, table.id(), effect.upserts(table.id()), mode, tally));
        }
        remover.settle(connection, departed, tally);
        release(connection, arrived, tally);
    }

    private Departed deleteChildrenFirst(Connection connection, NetEffect effect, Set<String> arrived, Tally tally)
            throws SQLException {
        Departed departed = Departed.nobody();
        Set<Key> keys = new HashSet<>();
        parentsFirst.forEach(table -> keys.addAll(effect.deletes(table.id()).keySet()));
        if (keys.isEmpty()) {
            return departed;
        }
        Map<Key, Key> concrete = rows.resolveKeys(connection, List.copyOf(keys));
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            TableId table = parentsFirst.get(i).id();
            if (!effect.deletes(table).isEmpty()) {
                remover.delete(connection, table, effect.deletes(table), concrete, departed, tally);
                arrived.add(WaitKey.anyIn(table));
            }
        }
        return departed;
    }

    /** Applies rows that waited for what has arrived, and then those that waited for them. */
    private void release(Connection connection, Set<String> arrivals, Tally tally) throws SQLException {
        Set<String> arrived = arrivals;
        Set<Tried> tried = new HashSet<>();
        while (!arrived.isEmpty() && quarantine.mayHoldRows()) {
            Map<TableId, List<PendingRow>> waiting = new LinkedHashMap<>();
            for (PendingRow row : quarantine.waitingFor(connection, arrived)) {
                if (tried.add(new Tried(row.table(), row.symbolicKey()))) {
                    waiting.computeIfAbsent(row.table(), table -> new ArrayList<>())
                            .add(row);
                }
            }
            arrived = new LinkedHashSet<>();
            for (TargetTable table : parentsFirst) {
                for (PendingRow row : waiting.getOrDefault(table.id(), List.of())) {
                    arrived.addAll(again(connection, row, tally));
                }
            }
        }
    }

    /** A row that was tried in this round: two tables may share keys. */
    private record Tried(TableId table, Key key) {}

    private Set<String> again(Connection connection, PendingRow row, Tally tally) throws SQLException {
        Tally attempt = new Tally();
        Set<String> arrived = alone(connection, row, attempt);
        tally.addWritten(attempt);
        return arrived;
    }

    private Set<String> alone(Connection connection, PendingRow row, Tally tally) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            Set<String> arrived = rows.upsert(connection, row.table(), List.of(row), Mode.UPSERT, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
            return arrived;
        } catch (SQLException e) {
            setAside(connection, before, row, e, tally);
            return Set.of();
        }
    }

    private void setAside(Connection connection, Savepoint before, PendingRow row, SQLException e, Tally tally)
            throws SQLException {
        if (!refusals.isData(e)) {
            throw e;
        }
        connection.rollback(before);
        quarantine.put(connection, List.of(refusals.of(connection, row, e)));
        tally.setAside(1);
    }

    /** The exact order of the source, change by change. */
    private void exactly(Connection connection, List<Change> changes, Tally tally) throws SQLException {
        for (Change change : changes) {
            if (change instanceof Upsert upsert) {
                release(connection, exactly(connection, upsert, tally), tally);
            } else if (change instanceof Delete delete) {
                Map<Key, Origin> one = Map.of(
                        delete.key(), Objects.requireNonNull(delete.origin(), "a target change knows its origin"));
                Map<Key, Key> concrete = rows.resolveKeys(connection, List.of(delete.key()));
                Departed departed = Departed.nobody();
                remover.delete(connection, delete.table(), one, concrete, departed, tally);
                remover.settle(connection, departed, tally);
                release(connection, Set.of(WaitKey.anyIn(delete.table())), tally);
            } else if (change instanceof Truncate truncate) {
                remover.truncate(connection, truncate.table(), tally);
            }
        }
    }

    private Set<String> exactly(Connection connection, Upsert upsert, Tally tally) throws SQLException {
        PendingRow row = new PendingRow(
                upsert.table(),
                upsert.operation(),
                upsert.key(),
                upsert.row(),
                Objects.requireNonNull(upsert.origin(), "a target change knows its origin"));
        Key former = upsert.formerKey();
        if (former == null) {
            return alone(connection, row, tally);
        }
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            Set<String> arrived = rekeyer.rekey(connection, row, former, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
            return arrived;
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            PendingRow whole = rekeyer.withdraw(connection, row, former);
            setAside(connection, connection.setSavepoint(), whole, e, tally);
            return Set.of();
        }
    }
}
