package io.crosswalk.pipeline.transaction;

import java.util.List;

/**
 * What goes down the line in one call: one or more whole source transactions in commit order, or one piece of a transaction that is
 * too big for memory. A piece travels alone.
 */
public record Batch(List<Transaction> transactions) {

    public Batch {
        transactions = List.copyOf(transactions);
        if (transactions.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one transaction");
        }
        Position previous = Position.ZERO;
        for (Transaction transaction : transactions) {
            Position position = transaction.position();
            if (position == null) {
                if (transactions.size() > 1) {
                    throw new IllegalArgumentException("a piece of a transaction travels alone");
                }
            } else if (!position.isAfter(previous)) {
                throw new IllegalArgumentException(position + " comes after " + previous + " but is not behind it");
            } else {
                previous = position;
            }
        }
    }

    /** The last transaction, or the piece. */
    public Transaction last() {
        return transactions.get(transactions.size() - 1);
    }

    /** False for a piece that others follow. */
    public boolean isComplete() {
        return last().isComplete();
    }

    public int changeCount() {
        return transactions.stream().mapToInt(t -> t.changes().size()).sum();
    }
}
