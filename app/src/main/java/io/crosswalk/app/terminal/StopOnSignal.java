package io.crosswalk.app.terminal;

import io.crosswalk.app.MigrationRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in order when the process is told to end (SIGTERM, Ctrl-C), and holds the process back until it has, for 8 seconds at most:
 * Docker kills after 10. A statement that takes longer ends with its connection; the server rolls it back within seconds
 * ({@code client_connection_check_interval} in {@link io.crosswalk.postgres.DatabaseAddress}). To be closed when the run is over. The
 * hook's thread is called {@code stop}.
 */
public final class StopOnSignal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);
    private static final long PATIENCE_SECONDS = 8;

    private final MigrationRun run;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    public StopOnSignal(MigrationRun run) {
        this.run = run;
        this.hook = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        LOG.info("stopping");
        // On a thread of its own: who is asked may take longer than anybody waits for the process.
        Thread asking = new Thread(this::ask, "stop-run");
        asking.setDaemon(true);
        asking.start();
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "the work in hand takes longer than {} seconds: ending without it. What is not committed is rolled"
                                + " back, and the next start goes on where the ledger stands",
                        PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            run.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run is over. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook with it.
            LOG.debug("ending");
        }
    }
}
