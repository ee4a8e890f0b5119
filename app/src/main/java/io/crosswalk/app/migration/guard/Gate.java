package io.crosswalk.app.migration.guard;

import org.jspecify.annotations.Nullable;

/** Where those who write wait while a migration is paused, and are turned away once it has been refused. Thread-safe. */
public final class Gate {

    private boolean paused;
    private @Nullable RuntimeException refusal;

    synchronized void set(boolean nowPaused) {
        paused = nowPaused;
        notifyAll();
    }

    /** Nobody passes any more. */
    synchronized void refuse(RuntimeException reason) {
        refusal = reason;
        notifyAll();
    }

    /**
     * Returns when the way is free.
     *
     * @throws RuntimeException the reason, once the migration has been refused
     */
    public synchronized void pass() throws InterruptedException {
        while (paused && refusal == null) {
            wait();
        }
        if (refusal != null) {
            throw refusal;
        }
    }
}
