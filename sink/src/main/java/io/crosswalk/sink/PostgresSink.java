package io.crosswalk.sink;

import io.crosswalk.pipeline.Batch;
import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.Marker;
import io.crosswalk.pipeline.Position;
import io.crosswalk.pipeline.Receipt;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.Transaction;
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

    /** What the pieces so far have written; null while no transaction in pieces is open. */
    private @Nullable Tally pieces;
    /** How many pieces these are. */
    private int pieceCount;

    private final List<Marker> pieceMarkers = new ArrayList<>();

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
        boolean continuing = pieces != null || batch.last().piecesBefore() > 0;
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
        requirePieces(target, batch.last().piecesBefore());
        if (pieces == null) {
            settings.seat().verify(target);
            quarantine.look(target);
        }
        Tally tally = pieces != null ? pieces : new Tally();
        List<Transaction> news = batch.transactions().stream()
                .filter(transaction -> transaction.position() == null || isNews(transaction.position()))
                .toList();
        if (news.isEmpty()) {
            target.rollback();
            forgetPieces();
            return receipt(batch.last(), 0, new Tally(), markers(batch));
        }
        quarantine.applying(CommitPositions.of(news));
        boolean retryNow = pieces == null && retryAt != null && !isNews(retryAt);
        if (retryNow) {
            tally.add(applier.retry(target));
        } else if (pieces == null && quarantine.isRetryRequested()) {
            tally.add(applier.retryRequested(target));
        }
        List<Change> changes = new ArrayList<>();
        news.forEach(transaction -> changes.addAll(transaction.changes()));
        tally.add(applier.apply(target, changes, Mode.UPSERT));
        // Before the target is consistent, and within a transaction, a parent may be yet to come.
        tally.add(applier.settle(target, batch.isComplete() && (retryAt == null || retryNow)));
        pieceMarkers.addAll(markers(batch));
        if (!batch.isComplete()) {
            pieces = tally;
            pieceCount++;
            Failpoint.PIECE_WRITTEN.reached();
            return new Receipt(
                    null, batch.last().committedAt(), 0, tally.rows(), List.of(), tally.setAside(), tally.refused());
        }
        if (pieces != null) {
            quarantine.place(target, Objects.requireNonNull(batch.last().position()));
        }
        List<Marker> markers = List.copyOf(pieceMarkers);
        Marker marker = markers.isEmpty() ? null : markers.get(markers.size() - 1);
        ledger.advance(target, batch.last(), news.size(), marker, RefusalCount.of(tally));
        Failpoint.BATCH_WRITTEN.reached();
        target.commit();
        Failpoint.BATCH_COMMITTED.reached();
        durable = batch.last().position();
        retryAt = retryNow ? null : retryAt;
        forgetPieces();
        if (deletions != null) {
            deletions.run(target);
        }
        return receipt(batch.last(), news.size(), tally, markers);
    }

    /** The rest of a transaction is nothing without its beginning, and a beginning is nothing when the stream starts over. */
    private void requirePieces(Connection target, int before) throws SQLException {
        if (pieces != null && before == 0) {
            target.rollback();
            forgetPieces();
        }
        int held = pieces == null ? 0 : pieceCount;
        if (held != before) {
            throw SinkException.passing(
                    "a transaction that travels in pieces goes on with piece " + before + ", and the target has " + held
                            + " of it; it is read again from the slot",
                    null);
        }
    }

    private void forgetPieces() {
        pieces = null;
        pieceCount = 0;
        pieceMarkers.clear();
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
        forgetPieces();
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
