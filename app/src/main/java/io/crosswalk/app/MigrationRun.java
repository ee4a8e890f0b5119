package io.crosswalk.app;

/** A migration that somebody started and that somebody else may stop. */
public interface MigrationRun {

    /**
     * Runs until {@link #stop}, on the calling thread. Failures that pass are survived.
     *
     * @throws RuntimeException when somebody has to act; the message says how
     */
    void run() throws InterruptedException;

    /** Ends {@link #run} in order, within a bounded time. May be called from another thread, and more than once. */
    void stop() throws InterruptedException;
}
