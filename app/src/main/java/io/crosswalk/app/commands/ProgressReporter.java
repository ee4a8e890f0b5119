package io.crosswalk.app.commands;

import io.crosswalk.app.status.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how a migration goes until it is closed: on a terminal one line that is written anew each second, elsewhere a log line every
 * ten. The thread {@code progress} is a daemon.
 */
public final class ProgressReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration IN_LOG = Duration.ofSeconds(10);

    private final Supplier<Status> status;
    private final PrintStream out;
    private final boolean watched;
    private final ScheduledExecutorService thread;

    private ProgressReporter(Supplier<Status> status, PrintStream out, boolean watched) {
        this.status = status;
        this.out = out;
        this.watched = watched;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "progress");
            made.setDaemon(true);
            return made;
        });
        long period = (watched ? ON_TERMINAL : IN_LOG).toMillis();
        thread.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
    }

    /** Progress on stderr, in the form that fits who reads it. */
    public static ProgressReporter onStandardError(Supplier<Status> status) {
        return new ProgressReporter(status, System.err, Terminal.isWatched());
    }

    private void show() {
        try {
            String line = ProgressLine.of(status.get());
            if (watched) {
                out.print(Terminal.WIPE_LINE + line);
                out.flush();
            } else {
                LOG.info("{}", line);
            }
        } catch (RuntimeException e) {
            // An exception would end the schedule, and with it the only sign of life.
            LOG.debug("no progress line", e);
        }
    }

    /** Ends the line. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (watched) {
            out.println();
        }
    }
}
