package io.crosswalk.sink;

import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Change.Delete;
import io.crosswalk.pipeline.Change.Truncate;
import io.crosswalk.pipeline.Change.Upsert;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Origin;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.RowApplier.Mode;
import io.crosswalk.sink.RowResolution.Refused;

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

    private final List<TargetTable> parentsFirst;
    private final RowApplier rows;
    private final Quarantine quarantine;

    BatchApplier(ApplyOrder order, RowApplier rows, Quarantine quarantine) {
        this.parentsFirst = order.parentsFirst();
        this.rows = rows;
        this.quarantine = quarantine;
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
            Failures.Kind kind = Failures.kind(e);
            if (kind != Failures.Kind.DATA && kind != Failures.Kind.UNIQUE) {
                throw e;
            }
            connection.rollback(before);
            exactly(connection, effect.inOrder(), tally);
        }
    }

    private void applyNet(Connection connection, NetEffect effect, Mode mode, Tally tally) throws SQLException {
        deleteChildrenFirst(connection, effect, tally);
        Set<String> arrived = new LinkedHashSet<>();
        for (TargetTable table : parentsFirst) {
            arrived.addAll(rows.upsert(connection, table.id(), effect.upserts(table.id()), mode, tally));
        }
        release(connection, arrived, tally);
    }

    private void deleteChildrenFirst(Connection connection, NetEffect effect, Tally tally) throws SQLException {
        Set<Key> keys = new HashSet<>();
        parentsFirst.forEach(table -> keys.addAll(effect.deletes(table.id()).keySet()));
        if (keys.isEmpty()) {
            return;
        }
        Map<Key, Key> concrete = rows.resolveKeys(connection, keys);
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            TableId table = parentsFirst.get(i).id();
            rows.delete(connection, table, effect.deletes(table), concrete, tally);
        }
    }

    /** Applies rows that waited for what has arrived, and then those that waited for them. */
    private void release(Connection connection, Set<String> arrivals, Tally tally) throws SQLException {
        Set<String> arrived = arrivals;
        Set<Key> tried = new HashSet<>();
        while (!arrived.isEmpty() && quarantine.mayHoldRows()) {
            Map<TableId, List<PendingRow>> waiting = new LinkedHashMap<>();
            for (PendingRow row : quarantine.waitingFor(connection, arrived)) {
                if (tried.add(row.symbolicKey())) {
                    waiting.computeIfAbsent(row.table(), table -> new ArrayList<>())
                            .add(row);
                }
            }
            arrived = new LinkedHashSet<>();
            for (TargetTable table : parentsFirst) {
                for (PendingRow row : waiting.getOrDefault(table.id(), List.of())) {
                    arrived.addAll(alone(connection, row, tally));
                }
            }
        }
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
        Failures.Kind kind = Failures.kind(e);
        if (kind != Failures.Kind.DATA && kind != Failures.Kind.UNIQUE) {
            throw e;
        }
        connection.rollback(before);
        quarantine.put(connection, List.of(new Refused(row, Failures.withoutValues(e), Set.of())));
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
                Map<Key, Key> concrete = rows.resolveKeys(connection, one.keySet());
                rows.delete(connection, delete.table(), one, concrete, tally);
            } else if (change instanceof Truncate truncate) {
                rows.truncate(connection, truncate.table(), tally);
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
            Set<String> arrived = rows.rekey(connection, row, former, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
            return arrived;
        } catch (SQLException e) {
            setAside(connection, before, row, e, tally);
            return Set.of();
        }
    }
}
