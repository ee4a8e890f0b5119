package io.crosswalk.connector.stream;

import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the slot may be told: the ends of transactions that were read, until the target has them. One thread.
 *
 * <p>Each confirmation waits for a turn on the connection that the stream is read from, and each one missed only means that a restart reads
 * a moment more: so there are few. The heartbeat brings the next occasion.
 *
 * @param <R> the record that ends a transaction in the log
 */
final class Confirmations<R> {

    private static final long PERIOD_NANOS = 500_000_000L;

    /** Tells the slot. */
    interface Voice<R> {

        void confirm(R record) throws InterruptedException;
    }

    /** The record that confirms a transaction. */
    private record End<R>(Position position, R record) {}

    private final Voice<R> voice;
    private final Deque<End<R>> ends = new ArrayDeque<>();
    /** The end of the last transaction that is durable and not confirmed yet; null when there is none. */
    private @Nullable End<R> unconfirmed;

    private long confirmedAt = System.nanoTime() - PERIOD_NANOS;

    Confirmations(Voice<R> voice) {
        this.voice = voice;
    }

    /** A transaction that was read; its end is confirmed by this record. */
    void expect(Position end, R record) {
        ends.add(new End<>(end, record));
    }

    /** The target has everything up to here. */
    void confirm(Position upTo) throws InterruptedException {
        while (!ends.isEmpty() && !ends.getFirst().position().isAfter(upTo)) {
            unconfirmed = ends.removeFirst();
        }
        if (unconfirmed != null && System.nanoTime() - confirmedAt >= PERIOD_NANOS) {
            voice.confirm(unconfirmed.record());
            unconfirmed = null;
            confirmedAt = System.nanoTime();
        }
    }
}
