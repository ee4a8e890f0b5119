package io.crosswalk.app.terminal;

import io.crosswalk.app.status.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how a migration goes until it is closed: on a terminal a block that is written anew each second, elsewhere log lines every
 * ten. The thread {@code progress} is a daemon.
 */
public final class ProgressReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration IN_LOG = Duration.ofSeconds(10);
    /** Fits the smallest terminal, of 24 lines, and leaves room for what was said before. */
    private static final int MOST_TABLES = 16;

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
            Status now = status.get();
            List<String> lines = new ArrayList<>(List.of(ProgressLine.of(now)));
            lines.addAll(ProgressLine.tables(now, MOST_TABLES));
            if (watched) {
                out.print(Terminal.block(lines));
                out.flush();
            } else {
                lines.forEach(line -> LOG.info("{}", line));
            }
        } catch (RuntimeException e) {
            // An exception would end the schedule, and with it the only sign of life.
            LOG.debug("no progress line: {}", e.getClass().getName());
        }
    }

    /** Leaves the last line standing, without the tables below it. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (watched) {
            out.println(Terminal.WIPE + ProgressLine.of(status.get()));
        }
    }
}
