package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.accounts.linking.AccountLinker.Link;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.inheritance.Inheritance;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.removal.Bereavement;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.MissingParents;
import io.crosswalk.sink.removal.MissingParents.RowPlaces;
import io.crosswalk.sink.removal.RowTraces;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.TableWriter;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives rows another key; a row may be in its table or in the quarantine. One thread. */
final class RowRekeyer {

    private final WrittenTables tables;
    private final RowApplier rows;
    private final Inheritance inheritance;
    private final MissingParents missing;
    private final Rewriting rewriting;
    private final RowTraces traces;
    private final Quarantine quarantine;
    private final Bereavement bereavement;
    /** Rows that are no longer there under their former keys; what a rolled back attempt left here does no harm. */
    private Departed departed = Departed.nobody();

    RowRekeyer(
            RowPlaces places, RowApplier rows, Inheritance inheritance, MissingParents missing, Rewriting rewriting) {
        this.tables = places.tables();
        this.rows = rows;
        this.inheritance = inheritance;
        this.missing = missing;
        this.rewriting = rewriting;
        this.traces = places.traces();
        this.quarantine = places.quarantine();
        this.bereavement = places.bereavement();
    }

    /** Sets aside what goes on naming a former key as its parent; at the end of a batch, because cascades come after the parent. */
    void settle(Connection connection, Tally tally) throws SQLException {
        Departed former = departed;
        departed = Departed.nobody();
        bereavement.settle(connection, former, tally);
    }

    /**
     * Re-keys one row.
     *
     * @param row with the new key; absent values are taken from the row as it was
     * @return the {@link WaitKey}s of what arrived
     */
    Set<String> rekey(Connection connection, PendingRow row, Key former, Tally tally) throws SQLException {
        TargetTable table = tables.table(row.table());
        if (table.account().flatMap(Account::matchColumn).isPresent()) {
            return moveAccount(connection, table.account().get(), row, former, tally);
        }
        if (table.account().filter(Account::isWrittenByService).isPresent()) {
            return rows.upsert(
                    connection,
                    row.table(),
                    List.of(withdrawnFromQuarantine(connection, row, former)),
                    Mode.UPSERT,
                    tally);
        }
        Map<Key, Key> concrete = rows.resolveKeys(connection, List.of(former));
        Key concreteFormer = concrete.get(former);
        PendingRow whole = withdrawnFromQuarantine(connection, row, former);
        Optional<Row> resolved = rows.resolve(connection, whole);
        if (concreteFormer == null
                || resolved.isEmpty()
                || resolved.get().key(table.key()).equals(concreteFormer)) {
            PendingRow complete = concreteFormer == null || resolved.isPresent()
                    ? whole
                    : withdrawn(connection, whole, concreteFormer);
            return rows.upsert(connection, row.table(), List.of(complete), Mode.UPSERT, tally);
        }
        // Asked while the new key is nobody's: rows that came in a newer chunk may hang on it already, and have their
        // inherited columns from whoever had that key before.
        Inheritance.Moves moves = inheritance.movesOf(connection, table, List.of(whole.with(resolved.get())));
        traces.changing(connection, table, List.of(concreteFormer));
        departed.add(bereavement.departing(connection, table, List.of(concreteFormer)));
        tables.writer(row.table()).rekey(connection, concreteFormer, resolved.get());
        traces.forget(connection, table, List.of(concreteFormer));
        // Once more as an upsert: it finds the row under its new key and does all that goes with writing one.
        Set<String> arrived = rows.upsert(connection, row.table(), List.of(whole), Mode.UPSERT, tally);
        inheritance.carry(connection, moves);
        return arrived;
    }

    /** A user with another id keeps the account: only the link moves. */
    private Set<String> moveAccount(Connection connection, Account account, PendingRow row, Key former, Tally tally)
            throws SQLException {
        Set<String> arrived = new HashSet<>();
        Optional<String> user = AccountLinker.userOf(row.row());
        if (former.value(0) instanceof Lookup lookup && lookup.table().equals(IdMappings.TABLE) && user.isPresent()) {
            String formerUser = (String) lookup.key().value(1);
            Link link = AccountLinker.links(connection, account.space(), List.of(formerUser))
                    .get(formerUser);
            if (link != null) {
                missing.renaming(connection, account.space(), link.accountId(), formerUser, tally);
            }
            AccountLinker.move(connection, account.space(), formerUser, user.get());
            if (link != null) {
                rewriting.renamed(connection, account.space(), link.accountId(), formerUser, tally);
            }
            arrived.add(WaitKey.ofAccount(account.space(), user.get()));
        }
        PendingRow whole = withdrawnFromQuarantine(connection, row, former);
        arrived.addAll(rows.upsert(connection, row.table(), List.of(whole), Mode.UPSERT, tally));
        return arrived;
    }

    /** The row, with the values that it waits with in the quarantine under its former key; nothing waits there from then on. */
    PendingRow withdrawnFromQuarantine(Connection connection, PendingRow row, Key former) throws SQLException {
        Optional<PendingRow> waiting = quarantine.find(connection, row.table(), former);
        if (waiting.isEmpty()) {
            return row;
        }
        quarantine.remove(connection, row.table(), List.of(former));
        return row.with(row.row().over(waiting.get().row()));
    }

    /**
     * Takes the row out of its table that a re-key could not write, so that nobody meets it under a key it no longer has.
     *
     * @return the new row, complete
     */
    PendingRow withdrawn(Connection connection, PendingRow row, Key concreteFormer) throws SQLException {
        TargetTable table = tables.table(row.table());
        TableWriter writer = tables.writer(row.table());
        Optional<Row> before = writer.read(connection, concreteFormer);
        bereavement.delete(connection, table, List.of(concreteFormer), departed);
        return before.map(old -> row.with(row.row().over(old))).orElse(row);
    }

    /** The same for a key that may be symbolic. */
    PendingRow withdraw(Connection connection, PendingRow row, Key former) throws SQLException {
        Key concrete = rows.resolveKeys(connection, List.of(former)).get(former);
        PendingRow whole = withdrawnFromQuarantine(connection, row, former);
        return concrete == null || tables.table(row.table()).account().isPresent()
                ? whole
                : withdrawn(connection, whole, concrete);
    }
}
