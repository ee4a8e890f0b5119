package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which source commit a row came with, of those that are being applied. Looked up only when a row is refused. One thread. */
public final class CommitPositions {

    private final List<Transaction> transactions;
    private final @Nullable Position last;
    private @Nullable Map<Origin, Optional<Position>> byOrigin;

    private CommitPositions(List<Transaction> transactions, @Nullable Position last) {
        this.transactions = transactions;
        this.last = last;
    }

    /** Nothing is known. */
    static CommitPositions unknown() {
        return new CommitPositions(List.of(), null);
    }

    /** All rows are from one snapshot. */
    public static CommitPositions of(Position snapshot) {
        return new CommitPositions(List.of(), snapshot);
    }

    public static CommitPositions of(List<Transaction> transactions) {
        return new CommitPositions(
                transactions, transactions.get(transactions.size() - 1).position());
    }

    /** Whether one of the commits changed this row; else it came earlier, and another one's change drew it along. */
    boolean changed(Origin origin) {
        return byOrigin().containsKey(origin);
    }

    /** The last commit that changed this row, or the last one of all; null where it is not known yet. */
    @Nullable
    Position of(Origin origin) {
        Optional<Position> own = byOrigin().get(origin);
        return own == null ? last : own.orElse(null);
    }

    private Map<Origin, Optional<Position>> byOrigin() {
        Map<Origin, Optional<Position>> known = byOrigin;
        if (known == null) {
            known = new HashMap<>();
            for (Transaction transaction : transactions) {
                for (Change change : transaction.changes()) {
                    Origin origin = origin(change);
                    if (origin != null) {
                        known.put(origin, Optional.ofNullable(transaction.position()));
                    }
                }
            }
            byOrigin = known;
        }
        return known;
    }

    private static @Nullable Origin origin(Change change) {
        if (change instanceof Upsert upsert) {
            return upsert.origin();
        }
        return change instanceof Delete delete ? delete.origin() : null;
    }
}
