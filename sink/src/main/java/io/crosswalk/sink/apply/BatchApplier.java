package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.accounts.linking.ServiceAccounts;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.folds.Folds;
import io.crosswalk.sink.inheritance.Inheritance;
import io.crosswalk.sink.lookups.LookupResolver;
import io.crosswalk.sink.lookups.RowResolution;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refusals;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.references.AwaitedParents;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.Doubts.Edge;
import io.crosswalk.sink.references.EmbeddedParents;
import io.crosswalk.sink.references.IncompleteColumns;
import io.crosswalk.sink.removal.Bereavement;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.Eviction;
import io.crosswalk.sink.removal.MissingParents;
import io.crosswalk.sink.removal.MissingParents.RowPlaces;
import io.crosswalk.sink.removal.RowRemover;
import io.crosswalk.sink.removal.RowTraces;
import io.crosswalk.sink.removal.Withdrawal;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Applies changes inside an open target transaction: the net effect per key, deletes children first, then upserts parents first. Where
 * that fails because of the data, both halves are applied alone, and so on: what fails in the end is one change, and is set aside. One thread.
 */
public final class BatchApplier {

    private final List<TargetTable> parentsFirst;
    private final NetApplier net;
    private final RowApplier rows;
    private final RowRemover remover;
    private final RowRekeyer rekeyer;
    private final Doubts doubts;
    private final AwaitedParents awaited;
    private final MissingParents missing;
    private final Refusals refusals;
    private final CanonicalKeys keys;
    private final Folds folds;
    private final Release waiting;
    private final Rewriting rewriting;
    private final UrgentDoubts urgent;
    private final Quarantine quarantine;

    /**
     * @param accounts makes accounts through a service; null where none does
     */
    public BatchApplier(
            List<TargetTable> mapped, Catalog catalog, Quarantine quarantine, @Nullable ServiceAccounts accounts) {
        WrittenTables tables = new WrittenTables(mapped, catalog);
        Inheritance inheritance = new Inheritance(mapped, catalog);
        this.parentsFirst = ApplyOrder.of(mapped, catalog).parentsFirst();
        this.doubts = new Doubts(mapped);
        this.awaited = new AwaitedParents(doubts.edges(), catalog);
        this.folds = new Folds(mapped, catalog);
        IncompleteColumns incomplete = new IncompleteColumns(quarantine.cipher());
        RowTraces traces = new RowTraces(awaited, incomplete, doubts, folds, quarantine);
        Withdrawal withdrawal = new Withdrawal(inheritance, doubts, incomplete);
        Bereavement bereavement = new Bereavement(inheritance, tables, withdrawal, traces, quarantine);
        RowPlaces places = new RowPlaces(tables, traces, bereavement, quarantine);
        this.quarantine = quarantine;
        this.refusals = new Refusals(mapped, catalog);
        RowResolution resolution = new RowResolution(new LookupResolver(catalog), false);
        Eviction eviction = new Eviction(resolution, withdrawal, places, refusals);
        this.rows = new RowApplier(resolution, inheritance, places, eviction, new AccountLinker(catalog, accounts));
        this.remover = new RowRemover(places, doubts);
        this.missing = new MissingParents(catalog, doubts, withdrawal, places);
        this.keys = new CanonicalKeys(mapped, catalog, refusals);
        this.waiting = new Release(
                parentsFirst, rows, refusals, new Release.Waiting(awaited, incomplete, withdrawal, quarantine));
        this.rewriting = new Rewriting(new EmbeddedParents(catalog), doubts, withdrawal, waiting);
        this.urgent = new UrgentDoubts(missing, rewriting);
        this.net = new NetApplier(parentsFirst, rows, remover, urgent, waiting);
        this.rekeyer = new RowRekeyer(places, rows, inheritance, missing, rewriting);
    }

    /**
     * Looks for the parents of what was applied since the last time, and makes folded columns anew. To be called at the end of a transaction.
     *
     * @param strict whether every parent that must be there has to be there by now
     */
    public Tally settle(Connection connection, boolean strict) throws SQLException {
        Tally tally = new Tally();
        settle(connection, strict, tally);
        folds.settle(connection);
        return tally;
    }

    private void settle(Connection connection, boolean strict, Tally tally) throws SQLException {
        rekeyer.settle(connection, tally);
        while (!doubts.isEmpty()) {
            missing.settle(connection, strict, tally);
            waiting.release(connection, missing.returned(connection), tally);
            rewriting.settle(connection, tally);
        }
        doubts.forgetFormerIds();
        quarantine.settled(connection);
        if (strict) {
            Optional<String> broken = quarantine.brokenPromise(connection);
            if (broken.isPresent()) {
                throw SinkException.lasting(
                        broken.get() + ", and the mapping says that this must stop the migration", null);
            }
        }
    }

    /** Looks for nothing: everything is looked at in the end of the backfill. */
    public void dismiss() {
        doubts.take();
        doubts.takeUrgent();
        doubts.takeSweeping();
        doubts.takeEmbedded();
        doubts.takeEmbeddedUrgent();
        doubts.takeEmbeddedSweeping();
        doubts.forgetFormerIds();
        folds.dismiss();
    }

    /** Lets in who waits for a row that is there, looks at every reference of every row, and makes every folded column anew. */
    public Tally sweep(Connection connection, boolean strict) throws SQLException {
        Tally tally = new Tally();
        waiting.releaseAll(connection, tally);
        awaited.releaseAll(connection);
        for (Edge edge : doubts.edges()) {
            missing.sweep(connection, edge, strict, tally);
        }
        for (TargetTable child : parentsFirst) {
            for (EmbeddedReferences column : child.embedded()) {
                rewriting.sweep(connection, child, column, tally);
            }
        }
        settle(connection, strict, tally);
        folds.sweep(connection);
        return tally;
    }

    /** Tries rows of the quarantine again, whatever they wait for. */
    public Tally retry(Connection connection) throws SQLException {
        return waiting.retry(connection);
    }

    /** Tries the rows again that somebody asked for. */
    public Tally retryRequested(Connection connection) throws SQLException {
        return waiting.retryRequested(connection);
    }

    /** Applies changes in order; a truncate or a re-key ends a run whose net effect is taken. */
    public Tally apply(Connection connection, List<Change> changes, Mode mode) throws SQLException {
        Tally tally = new Tally();
        List<Change> run = new ArrayList<>();
        for (Change change : keys.in(connection, changes)) {
            if (change instanceof Delete || change instanceof Upsert upsert && upsert.formerKey() == null) {
                run.add(change);
            } else {
                applyRun(connection, run, mode, tally);
                run.clear();
                exactly(connection, change, tally);
            }
        }
        applyRun(connection, run, mode, tally);
        return tally;
    }

    /** Applies the net effect of changes; where it is refused, that of their halves, in order: one bad row costs few statements. */
    private void applyRun(Connection connection, List<Change> run, Mode mode, Tally tally) throws SQLException {
        if (run.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            net.apply(connection, NetEffect.of(run), mode, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            if (run.size() == 1) {
                exactly(connection, run.get(0), tally);
            } else {
                int half = run.size() / 2;
                applyRun(connection, run.subList(0, half), mode, tally);
                applyRun(connection, run.subList(half, run.size()), mode, tally);
            }
        }
    }

    /** One change, which is set aside where it is refused. */
    private void exactly(Connection connection, Change change, Tally tally) throws SQLException {
        if (change instanceof Upsert upsert) {
            waiting.release(connection, exactly(connection, upsert, tally), tally);
        } else if (change instanceof Delete delete) {
            exactly(connection, delete, tally);
            waiting.release(connection, Set.of(WaitKey.anyIn(delete.table())), tally);
        } else if (change instanceof Truncate truncate) {
            remover.truncate(connection, truncate.table(), tally);
            urgent.settle(connection, tally);
        }
    }

    private void exactly(Connection connection, Delete delete, Tally tally) throws SQLException {
        Key key = delete.key();
        Map<Key, Origin> one = Map.of(key, Objects.requireNonNull(delete.origin(), "a target change knows its origin"));
        Savepoint before = connection.setSavepoint();
        Tally attempt = new Tally();
        try {
            Departed departed = Departed.nobody();
            remover.delete(
                    connection, delete.table(), one, rows.resolveKeys(connection, List.of(key)), departed, attempt);
            urgent.settle(connection, attempt);
            remover.settle(connection, departed, attempt);
            connection.releaseSavepoint(before);
            tally.add(attempt);
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            if (!keys.refuses(connection, delete.table(), key)) {
                throw e;
            }
            remover.deleteFromQuarantine(connection, delete.table(), key);
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
            return waiting.alone(connection, row, tally);
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
            if (keys.refuses(connection, upsert.table(), former)) {
                return waiting.alone(connection, rekeyer.withdrawnFromQuarantine(connection, row, former), tally);
            }
            PendingRow whole = rekeyer.withdraw(connection, row, former);
            return waiting.setAside(connection, connection.setSavepoint(), whole, e, tally);
        }
    }
}
