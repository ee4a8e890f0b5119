package io.crosswalk.app.migration.guard;

import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the legacy schema beside rows that are copied or changes that are followed, and ends the run at a change that it must not go on
 * past: a stream once it has taken what was committed before. Thread: {@code drift}.
 */
public final class DriftBeat implements AutoCloseable {

    /** A few catalog queries each. */
    private static final int TICKS_PER_LOOK = 10;

    private final DriftWatch watch;
    private final Consumer<SourceException> refusal;
    private final ScheduledExecutorService thread;
    private volatile Position durable;
    private long ticks;

    /**
     * @param begin where the stream begins; {@link Position#LAST} beside rows at rest, for which nothing comes before a change
     * @param refusal told why the run must end
     */
    public DriftBeat(DriftWatch watch, Position begin, Consumer<SourceException> refusal) {
        this.watch = watch;
        this.durable = begin;
        this.refusal = refusal;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "drift");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** What the sink made durable. Called by the stream's thread. */
    public void received(Receipt receipt) {
        Position position = receipt.position();
        if (position != null) {
            durable = position;
        }
    }

    private void tick() {
        if (ticks++ % TICKS_PER_LOOK == 0) {
            watch.beat();
        }
        SourceException reason = watch.refusalAt(durable);
        if (reason != null) {
            refusal.accept(reason);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
