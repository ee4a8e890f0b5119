package io.crosswalk.app.throttle;

import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.snapshot.LoadProbe;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the source every second while the backfill reads it, and lets readers wait before each chunk while it is busy. Thread-safe; a
 * failure of its own looks never stops the backfill. Thread: {@code throttle}.
 */
public final class BackfillThrottle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillThrottle.class);

    private final ThrottleLimits limits;
    private final int readers;
    private final StatusBoard board;
    private final LoadProbe probe;
    private final ReadingSpeed speed = new ReadingSpeed();
    private final ScheduledExecutorService thread;
    private Pace pace = Pace.FULL;
    private int working;

    /**
     * @param readers how many readers there are
     * @param board shows how far the backfill is slowed down, and why
     */
    public BackfillThrottle(ThrottleLimits limits, int readers, DatabaseAddress source, StatusBoard board) {
        this.limits = limits;
        this.readers = readers;
        this.board = board;
        this.probe = new LoadProbe(source);
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "throttle");
            made.setDaemon(true);
            return made;
        });
        if (limits.enabled()) {
            thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        }
    }

    private void look() {
        try {
            LoadProbe.Load load = probe.look();
            synchronized (this) {
                step(new SourceLoad(load.activeSessions(), load.replicaLag(), speed.slowdown()));
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the source's load is not known: {}", Failures.withoutValues(e));
        }
    }

    private void step(SourceLoad load) {
        Pace next = pace.after(load, limits);
        if (next.level() > 0 && pace.level() == 0) {
            LOG.info("the backfill slows down: {}", String.join("; ", next.reasons()));
        } else if (next.level() == 0 && pace.level() > 0) {
            LOG.info("the backfill goes at full speed again");
        }
        pace = next;
        board.throttle(next.level(), next.reasons());
        notifyAll();
    }

    /**
     * Lets a reader rest before its next chunk.
     *
     * @param worked how long it worked on its last one
     */
    public synchronized void pause(Duration worked) throws InterruptedException {
        long begun = System.nanoTime();
        for (long left = left(worked, begun); left > 0; left = left(worked, begun)) {
            // Woken by every look, so that a rest ends early when the source is calm again.
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits until so few readers work that one more may; {@link #done} has to follow. */
    public synchronized void enter() throws InterruptedException {
        while (working >= pace.readers(readers)) {
            wait();
        }
        working++;
    }

    private long left(Duration worked, long begun) {
        return pace.rest(worked).toNanos() - (System.nanoTime() - begun);
    }

    /**
     * A reader has read its chunk, or failed.
     *
     * @param rows how many rows it had
     * @param nanos the time that was spent waiting for the source
     */
    public synchronized void done(TableId table, long rows, long nanos) {
        working--;
        speed.read(table, rows, nanos);
        notifyAll();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
            probe.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.debug("closing the throttle's connection: {}", Failures.withoutValues(e));
        }
        board.throttle(0, List.of());
    }
}
