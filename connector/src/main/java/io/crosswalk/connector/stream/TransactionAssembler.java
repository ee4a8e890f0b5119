package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts whole transactions together and portions them into batches. Transactions at or below the ledger's position are dropped. One
 * thread.
 *
 * <p>The end of a transaction is known only when all of it has come. While that end decides what to do with it (it may be a replayed
 * one, or be contained in a snapshot), a transaction that is too big for memory is read over once to learn its end, and then the stream
 * begins anew: {@link EndLearned}.
 */
final class TransactionAssembler {

    /** Where batches go. */
    interface Output {

        /** Hands a batch on; returns when that is done. */
        void deliver(Batch batch) throws InterruptedException;

        /** A transaction that the target has already was dropped. */
        void dropped(Position position) throws InterruptedException;
    }

    /** The end of a too big transaction is known now: read the stream again from the slot's position. */
    static final class EndLearned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndLearned() {
            super("the end of a big transaction is known now", null, false, false);
        }
    }

    private static final long CHANGE_WEIGHT = 120;

    private final SourceSettings settings;
    private final Position ledger;
    private final Position decisiveUntil;
    private final Map<Long, Position> knownEnds;
    private final Output output;
    private final List<Transaction> pending = new ArrayList<>();
    private int pendingChanges;
    private long pendingWeight;
    private Position lastEnd;
    private @Nullable Open open;

    /** The transaction that is being read. */
    private static final class Open {
        final long id;
        final Instant committedAt;
        final List<Marker> markers = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        long weight;
        int pieces;
        boolean readOver;

        Open(long id, Instant committedAt) {
            this.id = id;
            this.committedAt = committedAt;
        }

        void clear() {
            changes = new ArrayList<>();
            weight = 0;
        }
    }

    /**
     * An assembler for one run of the stream.
     *
     * @param ledger the target has everything up to here
     * @param confirmed where the stream begins
     * @param newestSnapshot transactions up to here may be contained in a chunk that was loaded already
     * @param knownEnds ends that were learned by reading over transactions; new ones are added
     */
    TransactionAssembler(
            SourceSettings settings,
            Position ledger,
            Position confirmed,
            Position newestSnapshot,
            Map<Long, Position> knownEnds,
            Output output) {
        this.settings = settings;
        this.ledger = ledger;
        this.decisiveUntil = ledger.isAfter(newestSnapshot) ? ledger : newestSnapshot;
        this.knownEnds = knownEnds;
        this.output = output;
        this.lastEnd = confirmed;
    }

    void accept(StreamEvent event) throws InterruptedException {
        if (event instanceof StreamEvent.Begin begin) {
            begin(begin);
        } else if (event instanceof StreamEvent.Changed changed) {
            change(required(), changed.change());
        } else if (event instanceof StreamEvent.End end) {
            end(required(), end);
        } else if (event instanceof StreamEvent.Token token && open != null) {
            // Without a transaction it has no place in the order: somebody else's message.
            open.markers.add(token.marker());
        }
    }

    /** Hands over every whole transaction there is: called when nothing more has come for now. */
    void flush() throws InterruptedException {
        if (!pending.isEmpty()) {
            Batch batch = new Batch(pending);
            pending.clear();
            pendingChanges = 0;
            pendingWeight = 0;
            output.deliver(batch);
        }
    }

    private Open required() {
        if (open == null) {
            throw SourceException.lasting("the stream brought a change outside of a transaction", null);
        }
        return open;
    }

    private void begin(StreamEvent.Begin begin) {
        if (open != null) {
            throw SourceException.lasting(
                    "transaction " + begin.transaction() + " began before " + open.id + " ended", null);
        }
        open = new Open(begin.transaction(), begin.committedAt());
    }

    private void change(Open transaction, Change change) throws InterruptedException {
        if (transaction.readOver) {
            return;
        }
        transaction.changes.add(change);
        transaction.weight += weight(change);
        if (transaction.changes.size() < settings.pieceChanges() && transaction.weight < settings.maxBatchBytes()) {
            return;
        }
        Position end = knownEnds.get(transaction.id);
        boolean decisive = decisiveUntil.isAfter(lastEnd);
        if (end == null ? decisive : !end.isAfter(ledger)) {
            transaction.readOver = true;
        } else {
            flush();
            output.deliver(new Batch(List.of(new Transaction(
                    transaction.id,
                    null,
                    transaction.committedAt,
                    transaction.changes,
                    List.of(),
                    transaction.pieces))));
            transaction.pieces++;
        }
        transaction.clear();
    }

    private static long weight(Change change) {
        return CHANGE_WEIGHT + (change instanceof Upsert upsert ? upsert.row().weight() : CHANGE_WEIGHT);
    }

    private void end(Open transaction, StreamEvent.End end) throws InterruptedException {
        Position position = end.position();
        if (transaction.id != end.transaction() || !position.isAfter(lastEnd)) {
            throw SourceException.lasting(
                    "transaction " + end.transaction() + " ended at " + position + " out of order (" + transaction.id
                            + " was open, " + lastEnd + " was the last end)",
                    null);
        }
        open = null;
        lastEnd = position;
        if (!position.isAfter(ledger)) {
            output.dropped(position);
        } else if (transaction.readOver) {
            flush();
            knownEnds.put(transaction.id, position);
            throw new EndLearned();
        } else {
            complete(transaction, end);
        }
    }

    private void complete(Open read, StreamEvent.End end) throws InterruptedException {
        Transaction transaction =
                new Transaction(read.id, end.position(), end.committedAt(), read.changes, read.markers, read.pieces);
        if (read.pieces > 0) {
            output.deliver(new Batch(List.of(transaction)));
            return;
        }
        if (pendingChanges + read.changes.size() > settings.maxBatchChanges()
                || pendingWeight + read.weight > settings.maxBatchBytes()) {
            flush();
        }
        pending.add(transaction);
        pendingChanges += read.changes.size();
        pendingWeight += read.weight;
    }
}
