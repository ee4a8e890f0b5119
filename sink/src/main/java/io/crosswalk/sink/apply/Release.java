package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refusals;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.references.AwaitedParents;
import io.crosswalk.sink.references.IncompleteColumns;
import io.crosswalk.sink.removal.Withdrawal;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;

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
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Applies rows that waited in the quarantine, and sets those aside that cannot be applied. One thread. */
final class Release {

    /** Of a thousand rows each. */
    private static final int MOST_ROUNDS = 20;

    private static final int PAGE = 500;

    private final List<TargetTable> parentsFirst;
    private final RowApplier rows;
    private final AwaitedParents awaited;
    private final IncompleteColumns incomplete;
    private final Withdrawal withdrawal;
    private final Refusals refusals;
    private final Quarantine quarantine;
    /** So many rows were tried again alone, and refused. */
    private long refusedAlone;

    /** What is looked at when something arrives. */
    record Waiting(
            AwaitedParents awaited, IncompleteColumns incomplete, Withdrawal withdrawal, Quarantine quarantine) {}

    Release(List<TargetTable> parentsFirst, RowApplier rows, Refusals refusals, Waiting waiting) {
        this.parentsFirst = parentsFirst;
        this.rows = rows;
        this.refusals = refusals;
        this.awaited = waiting.awaited();
        this.incomplete = waiting.incomplete();
        this.withdrawal = waiting.withdrawal();
        this.quarantine = waiting.quarantine();
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
            Set<String> arrived = new LinkedHashSet<>();
            more = tryAgain(connection, portion.next(connection), tried, arrived, tally);
            release(connection, arrived, tally);
        }
        return tally;
    }

    /**
     * Tries every row once that waits for others. Chunks that are loaded at the same time do not see each other: a row and its parent
     * may both have arrived, and neither loader met the other's.
     */
    void releaseAll(Connection connection, Tally tally) throws SQLException {
        String after = "";
        for (List<String> keys = quarantine.awaited(connection, after);
                !keys.isEmpty();
                keys = quarantine.awaited(connection, after)) {
            release(connection, Set.copyOf(keys), tally);
            after = keys.get(keys.size() - 1);
        }
    }

    /** Applies rows that waited for what has arrived, and then those that waited for them. */
    void release(Connection connection, Set<String> arrivals, Tally tally) throws SQLException {
        Set<String> arrived = arrivals;
        Set<Tried> anyway = new HashSet<>();
        while (!arrived.isEmpty()) {
            awaited.release(connection, arrived);
            Set<String> next = new LinkedHashSet<>(completed(connection, arrived, tally));
            Map<Boolean, List<String>> byKind = arrived.stream().collect(Collectors.partitioningBy(WaitKey::isAny));
            // Who waits for any change is tried a little at a time, and once. Who waits for one row is released whole,
            // page
            // by page, and again when something else arrives that it turned out to lack.
            tryAgain(connection, quarantine.waitingFor(connection, of(byKind, true)), anyway, next, tally);
            Set<Tried> tried = new HashSet<>();
            boolean more = true;
            while (more) {
                more = tryAgain(connection, quarantine.waitingFor(connection, of(byKind, false)), tried, next, tally);
            }
            arrived = next;
        }
    }

    /** Writes rows again whose columns lack what has arrived. */
    private Set<String> completed(Connection connection, Set<String> arrived, Tally tally) throws SQLException {
        Set<String> next = new LinkedHashSet<>();
        for (TargetTable table : parentsFirst) {
            if (table.embedded().stream().noneMatch(column -> column.absence() == Absence.NULL)) {
                continue;
            }
            Set<Key> tried = new HashSet<>();
            for (List<Key> keys = incomplete.lacking(connection, table, arrived, PAGE);
                    tried.addAll(keys);
                    keys = incomplete.lacking(connection, table, arrived, PAGE)) {
                next.addAll(together(connection, stored(connection, table, keys), tally));
            }
        }
        return next;
    }

    private List<PendingRow> stored(Connection connection, TargetTable table, List<Key> keys) throws SQLException {
        return withdrawal.read(connection, table, keys).stream()
                .map(Withdrawn::row)
                .toList();
    }

    /** Writes rows of one table once more that are in it. */
    void rewrite(Connection connection, List<PendingRow> stored, Tally tally) throws SQLException {
        Set<String> arrived = together(connection, stored, tally, tally::add);
        release(connection, arrived, tally);
    }

    private static List<String> of(Map<Boolean, List<String>> byKind, boolean any) {
        return Objects.requireNonNull(byKind.get(any));
    }

    /** Tries rows that were not tried yet; false when there was none. */
    private boolean tryAgain(
            Connection connection, List<PendingRow> rows, Set<Tried> tried, Set<String> arrived, Tally tally)
            throws SQLException {
        Map<TableId, List<PendingRow>> waiting = new LinkedHashMap<>();
        for (PendingRow row : rows) {
            if (tried.add(new Tried(row.table(), row.symbolicKey()))) {
                waiting.computeIfAbsent(row.table(), table -> new ArrayList<>()).add(row);
            }
        }
        for (TargetTable table : parentsFirst) {
            arrived.addAll(together(connection, waiting.getOrDefault(table.id(), List.of()), tally));
        }
        return !waiting.isEmpty();
    }

    /** Rows of one table at once; in halves where that fails. */
    private Set<String> together(Connection connection, List<PendingRow> rows, Tally tally) throws SQLException {
        return together(connection, rows, tally, tally::addWritten);
    }

    private Set<String> together(Connection connection, List<PendingRow> rows, Tally tally, Consumer<Tally> counting)
            throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            Set<String> arrived = this.rows.upsert(connection, rows.get(0).table(), rows, Mode.UPSERT, attempt);
            connection.releaseSavepoint(before);
            counting.accept(attempt);
            return arrived;
        } catch (SQLException e) {
            if (rows.size() == 1) {
                refusedAlone++;
                // Counted when it first went there.
                return setAside(connection, before, rows.get(0), e, new Tally());
            }
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            return divided(connection, rows, tally, counting);
        }
    }

    private Set<String> divided(Connection connection, List<PendingRow> rows, Tally tally, Consumer<Tally> counting)
            throws SQLException {
        int half = rows.size() / 2;
        long refusedBefore = refusedAlone;
        Set<String> arrived = new LinkedHashSet<>(together(connection, rows.subList(0, half), tally, counting));
        // Where all are still refused, more divisions would only double the statements.
        int next = refusedAlone - refusedBefore == half ? 1 : rows.size() - half;
        for (int from = half; from < rows.size(); from += next) {
            arrived.addAll(together(connection, rows.subList(from, from + next), tally, counting));
        }
        return arrived;
    }

    /** A row that was tried in this round: two tables may share keys. */
    private record Tried(TableId table, Key key) {}

    /**
     * Applies one row; sets it aside where it fails.
     *
     * @return the {@link WaitKey}s of what arrived
     */
    Set<String> alone(Connection connection, PendingRow row, Tally tally) throws SQLException {
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            Set<String> arrived = rows.upsert(connection, row.table(), List.of(row), Mode.UPSERT, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
            return arrived;
        } catch (SQLException e) {
            return setAside(connection, before, row, e, tally);
        }
    }

    /**
     * Undoes what was done since the savepoint, and sets the row aside that failed because of the data.
     *
     * @return the {@link WaitKey}s of what others may wait for, because the row's former state is gone
     */
    Set<String> setAside(Connection connection, Savepoint before, PendingRow row, SQLException e, Tally tally)
            throws SQLException {
        if (!refusals.isData(e)) {
            throw e;
        }
        connection.rollback(before);
        connection.releaseSavepoint(before);
        return rows.setAside(connection, refusals.of(connection, row, e), tally);
    }
}
