package io.crosswalk.app.migration;

import io.crosswalk.pipeline.Batch;
import io.crosswalk.pipeline.Receipt;
import io.crosswalk.pipeline.Sink;

/** A sink that waits while an operator has paused the migration. The source is held back by the call itself; the slot keeps the WAL. */
final class PauseGate implements Sink {

    private final Sink sink;
    private boolean paused;

    PauseGate(Sink sink) {
        this.sink = sink;
    }

    /** May be called from any thread. */
    synchronized void set(boolean nowPaused) {
        paused = nowPaused;
        notifyAll();
    }

    @Override
    public Receipt write(Batch batch) throws InterruptedException {
        synchronized (this) {
            while (paused) {
                wait();
            }
        }
        return sink.write(batch);
    }

    @Override
    public void close() {
        sink.close();
    }
}
