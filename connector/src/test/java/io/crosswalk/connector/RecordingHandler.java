package io.crosswalk.connector;

import io.crosswalk.pipeline.ChangeSource.BatchHandler;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Keeps every batch and answers that it is durable, as long as it is told to. */
public final class RecordingHandler implements BatchHandler {

    private final List<Batch> batches = new ArrayList<>();
    private Predicate<Batch> durable = batch -> true;
    private Predicate<Batch> failing = batch -> false;
    private Position ledger = Position.ZERO;
    private Throwable end;

    public synchronized RecordingHandler durableIf(Predicate<Batch> condition) {
        durable = condition;
        return this;
    }

    public synchronized RecordingHandler failIf(Predicate<Batch> condition) {
        failing = condition;
        return this;
    }

    @Override
    public synchronized Receipt handle(Batch batch) {
        if (failing.test(batch)) {
            throw new IllegalArgumentException("the handler was told to fail");
        }
        batches.add(batch);
        notifyAll();
        Position position = batch.last().position();
        if (position == null || !durable.test(batch)) {
            return new Receipt(null, batch.last().committedAt(), 0, Map.of(), List.of(), 0, 0);
        }
        ledger = position;
        return new Receipt(
                position, batch.last().committedAt(), batch.transactions().size(), Map.of(), List.of(), 0, 0);
    }

    public synchronized Position ledger() {
        return ledger;
    }

    public synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    public synchronized List<Transaction> transactions() {
        return batches.stream().flatMap(b -> b.transactions().stream()).toList();
    }

    /** The changes of everything so far, in order. */
    public synchronized List<Change> changes() {
        return transactions().stream().flatMap(t -> t.changes().stream()).toList();
    }

    /** The source failed: nothing more will come. */
    synchronized void ended(Throwable failure) {
        end = failure;
        notifyAll();
    }

    /** Waits until this marker has come, which puts everything before it behind us. */
    public void awaitMarker(String token) throws InterruptedException {
        await(() -> transactions().stream().anyMatch(t -> t.markers().contains(new Marker(token))));
    }

    public synchronized void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (end != null) {
                throw new AssertionError("the source ended", end);
            }
            if (left <= 0) {
                throw new AssertionError(
                        "nothing of the kind came within 30 s; there are " + batches.size() + " batches");
            }
            wait(left);
        }
    }
}
