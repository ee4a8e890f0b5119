package io.crosswalk.sink;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.accounts.linking.AccountDeletions;
import io.crosswalk.sink.apply.BatchApplier;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.RefusalCount;
import io.crosswalk.sink.quarantine.CommitPositions;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.session.TargetSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The sink: one target transaction for each batch, with the ledger's position in it. Failures that may pass are retried on a new
 * connection; whether a commit that was cut off took place is read from the ledger. One thread.
 */
public final class PostgresSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Changes; planning costs less than such a batch by far. */
    private static final int MOST_FOR_KEPT_PLANS = 1_000;

    private final SinkSettings settings;
    private final Ledger ledger;
    private final Quarantine quarantine;
    private final BatchApplier applier;
    private final RetryListener retries;
    private final @Nullable AccountDeletions deletions;
    private @Nullable Connection connection;
    private @Nullable Position durable;
    /** The quarantine is tried once the target stands here or behind: what one snapshot lacked, the stream has brought. */
    private @Nullable Position retryAt;

    private final HeldPieces pieces = new HeldPieces();

    /**
     * @param catalog the target's tables
     * @param retries hears of writes that are tried again
     */
    public PostgresSink(SinkSettings settings, Catalog catalog, RetryListener retries) {
        this.settings = settings;
        this.ledger = new Ledger(settings.name());
        this.quarantine = new Quarantine(settings.name(), settings.cipher());
        this.applier = new BatchApplier(settings.tables(), catalog, quarantine, settings.serviceAccounts(catalog));
        this.deletions =
                AccountDeletions.of(settings.serviceAccounts(catalog), settings.name(), settings.servedAccounts());
        this.retries = retries;
    }

    @Override
    public Receipt write(Batch batch) throws InterruptedException {
        boolean continuing = pieces.isOpen() || batch.last().piecesBefore() > 0;
        long deadline = System.nanoTime() + settings.retryFor().toNanos();
        Duration pause = FIRST_PAUSE;
        for (long attempt = 1; ; attempt++) {
            try {
                Receipt receipt = attempt(batch);
                if (attempt > 1) {
                    retries.recovered();
                }
                return receipt;
            } catch (SQLException | SinkException e) {
                discard();
                boolean passes = e instanceof SinkException sink ? sink.isTransient() : Failures.isTransient(e);
                if (!passes) {
                    throw lasting(e);
                }
                if (continuing) {
                    throw SinkException.passing(
                            "the target was lost in the middle of a transaction that travels in pieces; it is read again from"
                                    + " the slot: " + Failures.withoutValues(e),
                            e);
                }
                if (System.nanoTime() > deadline) {
                    throw SinkException.passing(describe(e), e);
                }
                LOG.warn("write failed, attempt {}, again in {} ms: {}", attempt, pause.toMillis(), describe(e));
                retries.failed(describe(e));
                Thread.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            } catch (RuntimeException e) {
                discard();
                throw e;
            }
        }
    }

    private static String describe(Exception e) {
        return e instanceof SinkException ? String.valueOf(e.getMessage()) : Failures.withoutValues(e);
    }

    private static SinkException lasting(Exception e) {
        return e instanceof SinkException sink
                ? sink
                : SinkException.lasting("the target refuses a batch: " + Failures.withoutValues(e), e);
    }

    private Receipt attempt(Batch batch) throws SQLException {
        Connection target = connected();
        if (pieces.isOpen() && batch.last().piecesBefore() == 0) {
            // A beginning is nothing when the stream starts over.
            target.rollback();
            pieces.forget();
        }
        pieces.require(batch.last().piecesBefore());
        if (!pieces.isOpen()) {
            settings.seat().verify(target);
            quarantine.look(target);
        }
        List<Transaction> news = batch.transactions().stream()
                .filter(transaction -> transaction.position() == null || isNews(transaction.position()))
                .toList();
        if (news.isEmpty()) {
            target.rollback();
            pieces.forget();
            return receipt(batch.last(), 0, new Tally(), markers(batch));
        }
        boolean retryNow = !pieces.isOpen() && retryAt != null && !isNews(retryAt);
        Tally tally = apply(target, batch, news, retryNow);
        if (!batch.isComplete()) {
            pieces.keep(tally, markers(batch));
            Failpoint.PIECE_WRITTEN.reached();
            return new Receipt(
                    null, batch.last().committedAt(), 0, tally.rows(), List.of(), tally.setAside(), tally.refused());
        }
        List<Marker> markers = pieces.markersWith(markers(batch));
        commit(target, batch, news.size(), markers, tally);
        retryAt = retryNow ? null : retryAt;
        pieces.forget();
        if (deletions != null) {
            deletions.run(target);
        }
        return receipt(batch.last(), news.size(), tally, markers);
    }

    private Tally apply(Connection target, Batch batch, List<Transaction> news, boolean retryNow) throws SQLException {
        Tally tally = pieces.tally();
        List<Change> changes = new ArrayList<>();
        news.forEach(transaction -> changes.addAll(transaction.changes()));
        if (retryNow || changes.size() > MOST_FOR_KEPT_PLANS) {
            TargetSession.planAnew(target);
        }
        quarantine.applying(CommitPositions.of(news));
        if (retryNow) {
            tally.add(applier.retry(target));
        } else if (!pieces.isOpen() && quarantine.isRetryRequested()) {
            tally.add(applier.retryRequested(target));
        }
        tally.add(applier.apply(target, changes, Mode.UPSERT));
        // Before the target is consistent, and within a transaction, a parent may be yet to come.
        tally.add(applier.settle(target, batch.isComplete() && (retryAt == null || retryNow)));
        return tally;
    }

    private void commit(Connection target, Batch batch, int transactions, List<Marker> markers, Tally tally)
            throws SQLException {
        if (pieces.isOpen()) {
            quarantine.place(target, Objects.requireNonNull(batch.last().position()));
        }
        Marker marker = markers.isEmpty() ? null : markers.get(markers.size() - 1);
        ledger.advance(target, batch.last(), transactions, marker, RefusalCount.of(tally));
        Failpoint.BATCH_WRITTEN.reached();
        target.commit();
        Failpoint.BATCH_COMMITTED.reached();
        durable = batch.last().position();
    }

    private boolean isNews(Position position) {
        return durable == null || position.isAfter(durable);
    }

    private static List<Marker> markers(Batch batch) {
        return batch.transactions().stream().flatMap(t -> t.markers().stream()).toList();
    }

    private static Receipt receipt(Transaction last, int transactions, Tally tally, List<Marker> markers) {
        return new Receipt(
                last.position(),
                last.committedAt(),
                transactions,
                tally.rows(),
                markers,
                tally.setAside(),
                tally.refused());
    }

    private Connection connected() throws SQLException {
        if (connection != null) {
            return connection;
        }
        Connection opened = TargetSession.open(settings.address(), "sink " + settings.name());
        try {
            settings.seat().claim(opened);
            settings.seat().sign(opened);
            LedgerEntry entry = ledger.read(opened)
                    .orElseThrow(() -> SinkException.lasting(
                            "the target has no ledger for " + settings.name() + ": start with crosswalk run", null));
            opened.commit();
            if (durable != null && durable.isAfter(entry.position())) {
                throw SinkException.lasting(
                        "the target went back in time: its ledger says " + entry.position() + ", and said " + durable
                                + " before. It was restored from a backup, and what came between would be missing."
                                + " The way out: crosswalk resync (docs/resync.md)",
                        null);
            }
            durable = entry.position();
            Position consistentFrom = entry.consistentFrom();
            retryAt = consistentFrom == null ? Position.LAST : consistentFrom;
            connection = opened;
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Connects and claims the writer's seat, before anything is written. */
    public Position start() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (true) {
            try {
                connected();
                return Objects.requireNonNull(durable);
            } catch (SQLException | SinkException e) {
                discard();
                boolean passes = e instanceof SinkException sink ? sink.isTransient() : Failures.isTransient(e);
                // The seat of a predecessor that was killed is free as soon as its server process notices.
                if (!passes || System.nanoTime() > deadline) {
                    throw e instanceof SinkException sink
                            ? sink
                            : passes ? SinkException.passing(describe(e), e) : lasting(e);
                }
                Thread.sleep(FIRST_PAUSE.toMillis());
            }
        }
    }

    /**
     * Tries the rows of the quarantine again that somebody asked for, in a target transaction of its own: for a migration that no process
     * runs. The target stays the image of the source at the ledger's position.
     */
    public void retryRequested() throws SQLException {
        Connection target = connected();
        settings.seat().verify(target);
        quarantine.look(target);
        applier.retryRequested(target);
        // Asking for a row again does not bring the parent that it lacks.
        applier.settle(target, retryAt == null || !isNews(retryAt));
        target.commit();
        Failpoint.RETRIED_WITHOUT_A_STREAM.reached();
    }

    private void discard() {
        Connection lost = connection;
        connection = null;
        pieces.forget();
        if (lost != null) {
            try {
                lost.close();
            } catch (SQLException e) {
                LOG.debug("closing a failed connection: {}", Failures.withoutValues(e));
            }
        }
    }

    @Override
    public void close() {
        discard();
    }
}
