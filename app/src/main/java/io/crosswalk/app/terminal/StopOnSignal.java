package io.crosswalk.app.terminal;

import io.crosswalk.app.MigrationRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in order when the process is told to end (SIGTERM, Ctrl-C), and holds the process back until it has, for 20 seconds at most.
 * To be closed when the run is over. The hook's thread is called {@code stop}.
 */
public final class StopOnSignal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopOnSignal.class);
    private static final long PATIENCE_SECONDS = 20;

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
        try {
            run.stop();
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "not stopped after {} seconds; ending anyway, the ledger knows where to go on",
                        PATIENCE_SECONDS);
            }
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
