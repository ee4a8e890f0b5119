package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.accounts.linking.AccountLinker.Link;
import io.crosswalk.sink.accounts.linking.AccountLinker.Linked;
import io.crosswalk.sink.accounts.linking.SkippedUsers;
import io.crosswalk.sink.inheritance.Inheritance;
import io.crosswalk.sink.inheritance.InheritedRecords;
import io.crosswalk.sink.lookups.GivenIds;
import io.crosswalk.sink.lookups.IdMappingWriter;
import io.crosswalk.sink.lookups.RowResolution;
import io.crosswalk.sink.lookups.RowResolution.Result;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refused;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.removal.Eviction;
import io.crosswalk.sink.removal.MissingParents.RowPlaces;
import io.crosswalk.sink.removal.RowTraces;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.TableWriter;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes rows of one table at a time: links accounts, resolves look-ups, writes, records ids, carries inherited columns down, sets aside
 * what cannot be written. Knows nothing of transactions or order. One thread.
 */
public final class RowApplier {

    /** How complete rows get into their table. */
    public enum Mode {
        /** A key that exists is overwritten. */
        UPSERT,
        /** Every row is new: the backfill. */
        COPY
    }

    private final WrittenTables tables;
    private final RowResolution resolution;
    private final AccountLinker accounts;
    private final Inheritance inheritance;
    private final RowTraces traces;
    private final Quarantine quarantine;
    private final Eviction eviction;

    RowApplier(
            RowResolution resolution,
            Inheritance inheritance,
            RowPlaces places,
            Eviction eviction,
            AccountLinker accounts) {
        this.tables = places.tables();
        this.traces = places.traces();
        this.resolution = resolution;
        this.accounts = accounts;
        this.inheritance = inheritance;
        this.quarantine = places.quarantine();
        this.eviction = eviction;
    }

    /** Rows on their way through the steps of one upsert. */
    private static final class Progress {
        private List<PendingRow> rows;
        private final List<Refused> refused = new ArrayList<>();
        private final List<Key> settled = new ArrayList<>();
        private final Set<String> arrived = new HashSet<>();

        Progress(List<PendingRow> rows) {
            this.rows = rows;
        }
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
        TargetTable table = tables.table(id);
        List<PendingRow> whole = completed(connection, symbolic);
        Progress progress = new Progress(whole);
        if (table.account().isPresent()) {
            link(connection, table, table.account().get(), progress);
        }
        if (tables.mayLeaveOutUsers()) {
            leaveOutSkipped(connection, progress);
        }
        List<PendingRow> written = write(connection, table, progress, mode);
        tally.written(written);
        written.forEach(row -> progress.settled.add(row.symbolicKey()));
        quarantine.remove(connection, id, progress.settled);
        // After that: a row that was written may go to the quarantine with the parent that is refused.
        List<Refused> refused = Eviction.asMade(whole, progress.refused);
        if (mode == Mode.COPY) {
            eviction.setAsideNew(connection, table, refused, tally);
        } else {
            Set<Key> keys =
                    written.stream().map(row -> row.row().key(table.key())).collect(Collectors.toSet());
            progress.arrived.addAll(eviction.setAside(connection, table, refused, keys, tally));
        }
        if (!written.isEmpty()) {
            progress.arrived.add(WaitKey.anyIn(id));
        }
        if (tables.isAsked(id) || quarantine.mayHoldRows() && tables.isGuaranteed(id)) {
            written.forEach(row -> progress.arrived.add(WaitKey.of(id, row.row().key(table.key()))));
        }
        return progress.arrived;
    }

    /** Writes what can be written; rows that refer to others of the same table follow when those have their ids. */
    private List<PendingRow> write(Connection connection, TargetTable table, Progress progress, Mode mode)
            throws SQLException {
        List<PendingRow> written = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<PendingRow> open = progress.rows;
        while (!open.isEmpty()) {
            Result result = resolution.resolve(connection, table, open, mode == Mode.UPSERT);
            refused.addAll(result.refused());
            List<PendingRow> now = write(connection, table, result, mode, refused);
            written.addAll(now);
            recordIds(connection, table, now, mode);
            traces.written(connection, table, now, result);
            Set<String> ids = GivenIds.arrived(table, now);
            Predicate<Refused> hopes = row -> !Collections.disjoint(row.waitsFor(), ids);
            open = refused.stream().filter(hopes).map(Refused::row).toList();
            refused.removeIf(hopes);
        }
        progress.arrived.addAll(GivenIds.arrived(table, written));
        progress.refused.addAll(refused);
        return written;
    }

    /** Rows with what the quarantine knows of them filled in: the newest value of a column may be there and nowhere else. */
    private List<PendingRow> completed(Connection connection, List<PendingRow> rows) throws SQLException {
        if (!quarantine.mayHoldRows() || rows.stream().allMatch(row -> row.row().isComplete())) {
            return rows;
        }
        List<PendingRow> completed = new ArrayList<>();
        for (PendingRow row : rows) {
            Optional<PendingRow> earlier = row.row().isComplete()
                    ? Optional.empty()
                    : quarantine.find(connection, row.table(), row.symbolicKey());
            completed.add(
                    earlier.map(old -> row.with(row.row().over(old.row()))).orElse(row));
        }
        return completed;
    }

    /** Links users to accounts; rows of accounts that were there before drop out, rows of users without a link are refused. */
    private void link(Connection connection, TargetTable table, Account account, Progress progress)
            throws SQLException {
        if (account.matchColumn().isPresent()) {
            Linked linked = accounts.link(connection, table, progress.rows);
            progress.rows = linked.rows();
            progress.arrived.addAll(linked.arrived());
        }
        Set<String> users = new HashSet<>();
        progress.rows.forEach(row -> AccountLinker.userOf(row.row()).ifPresent(users::add));
        Map<String, Link> links = AccountLinker.links(connection, account.space(), users);
        Set<String> skipped = account.withoutMatch() == WithoutMatch.SKIP
                ? SkippedUsers.among(connection, account.space(), users)
                : Set.of();
        List<PendingRow> ours = new ArrayList<>();
        for (PendingRow row : progress.rows) {
            Optional<String> user = AccountLinker.userOf(row.row());
            Link link = user.map(links::get).orElse(null);
            if (user.isPresent() && link == null && !skipped.contains(user.get())) {
                progress.refused.add(new Refused(
                        row, "the user has no account yet", Set.of(WaitKey.ofAccount(account.space(), user.get()))));
            } else if (link != null && !link.created() || isTheServices(account, row)) {
                progress.settled.add(row.symbolicKey());
            } else {
                ours.add(row);
            }
        }
        progress.rows = ours;
    }

    private static boolean isTheServices(Account account, PendingRow row) {
        // What cannot be mapped still goes into the quarantine.
        return account.isWrittenByService() && !row.row().hasRefusal();
    }

    private static void leaveOutSkipped(Connection connection, Progress progress) throws SQLException {
        List<PendingRow> others = SkippedUsers.leaveOut(connection, progress.rows);
        Set<Key> kept = new HashSet<>();
        others.forEach(row -> kept.add(row.symbolicKey()));
        progress.rows.forEach(row -> {
            if (!kept.contains(row.symbolicKey())) {
                progress.settled.add(row.symbolicKey());
            }
        });
        progress.rows = others;
    }

    private List<PendingRow> write(
            Connection connection, TargetTable table, Result result, Mode mode, List<Refused> refused)
            throws SQLException {
        TableWriter writer = tables.writer(table.id());
        List<PendingRow> complete = new ArrayList<>();
        List<PendingRow> partial = new ArrayList<>();
        result.ready().forEach(row -> (row.row().isComplete() ? complete : partial).add(row));
        List<Row> values = complete.stream().map(PendingRow::row).toList();
        Set<PendingRow> missing = new HashSet<>();
        if (mode == Mode.COPY && !isOfAccount(table, complete)) {
            // Nothing is below a row that is new: tables that inherit from this one are loaded later.
            writer.copy(connection, values);
        } else {
            if (table.fold().isPresent()) {
                traces.changing(
                        connection,
                        table,
                        result.ready().stream()
                                .map(row -> row.row().key(table.key()))
                                .toList());
            }
            Inheritance.Moves moves = inheritance.movesOf(connection, table, result.ready());
            writer.upsert(connection, values);
            missing.addAll(partial.isEmpty() ? List.of() : writer.update(connection, partial));
            inheritance.carry(connection, moves);
        }
        missing.forEach(row -> refused.add(new Refused(
                row,
                "the target has no such row, and the WAL does not carry the columns that did not change",
                Set.of())));
        InheritedRecords.record(connection, table, result, missing, mode == Mode.COPY);
        return result.ready().stream().filter(row -> !missing.contains(row)).toList();
    }

    // A trigger of the account table may have written what is keyed by an account: a profile.
    private static boolean isOfAccount(TargetTable table, List<PendingRow> rows) {
        return table.account().isEmpty()
                && rows.stream().anyMatch(row -> !row.symbolicKey().isResolved());
    }

    /**
     * Sets a row aside that the target refused.
     *
     * @return the {@link WaitKey}s of what others may wait for, because the row's former state is gone
     */
    Set<String> setAside(Connection connection, Refused refused, Tally tally) throws SQLException {
        TargetTable table = tables.table(refused.row().table());
        return eviction.setAside(connection, table, List.of(refused), Set.of(), tally);
    }

    private static void recordIds(Connection connection, TargetTable table, List<PendingRow> written, Mode mode)
            throws SQLException {
        if (table.idSpace().isEmpty() || written.isEmpty()) {
            return;
        }
        List<Key> keys = written.stream().map(row -> row.row().key(table.key())).toList();
        String space = table.idSpace().get();
        if (mode == Mode.COPY) {
            IdMappingWriter.copy(connection, space, written, keys);
        } else {
            IdMappingWriter.record(connection, space, written, keys);
        }
    }

    /** One row with its look-ups resolved; empty when it cannot be written now. */
    Optional<Row> resolve(Connection connection, PendingRow row) throws SQLException {
        Result result = resolution.resolve(connection, tables.table(row.table()), List.of(row), true);
        return result.ready().stream().findFirst().map(PendingRow::row);
    }

    /** Concrete keys; those that lead nowhere are left out. */
    Map<Key, Key> resolveKeys(Connection connection, List<Key> keys) throws SQLException {
        return resolution.resolveKeys(connection, keys);
    }
}
