package io.crosswalk.pipeline.transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One source transaction, whole; or, when it is too big for memory, one piece of it. Only the last piece has a position: before it,
 * nobody knows where the transaction will end.
 *
 * @param id the source's transaction id
 * @param position the end of its commit record; null when more pieces follow
 * @param committedAt when the source committed it, by the source's clock
 * @param changes its changes in the order in which they were made
 * @param markers the tokens it carries
 * @param piecesBefore how many pieces of it came before this one: who has not got them all must not take this one for the whole
 */
public record Transaction(
        long id,
        @Nullable Position position,
        Instant committedAt,
        List<Change> changes,
        List<Marker> markers,
        int piecesBefore) {

    public Transaction {
        Objects.requireNonNull(committedAt, "committedAt");
        changes = List.copyOf(changes);
        markers = List.copyOf(markers);
    }

    /** A transaction that is whole, or begins. */
    public Transaction(
            long id, @Nullable Position position, Instant committedAt, List<Change> changes, List<Marker> markers) {
        this(id, position, committedAt, changes, markers, 0);
    }

    /** False when more pieces of this transaction follow. */
    public boolean isComplete() {
        return position != null;
    }

    /** The same transaction with other changes: what a transform makes. */
    public Transaction withChanges(List<Change> mapped) {
        return new Transaction(id, position, committedAt, mapped, markers, piecesBefore);
    }
}
