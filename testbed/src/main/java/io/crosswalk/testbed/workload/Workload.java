package io.crosswalk.testbed.workload;

import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Several sessions that write to all tables of a schema at once. Start and stop it once; safe for any thread. The seed is logged: with
 * one session it gives the same transactions again.
 */
public final class Workload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workload.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Database database;
    private final Schema schema;
    private final Guidance guidance;
    private final long seed;
    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean ended;

    public Workload(Database database, Schema schema, Guidance guidance, long seed) {
        this.database = database;
        this.schema = schema;
        this.guidance = guidance;
        this.seed = seed;
        LOG.info("the seed of the workload is {}", seed);
    }

    /** Runs so many transactions in this thread, in one session, and reports. */
    public WorkloadReport run(int transactions) throws SQLException {
        try (Connection connection = database.connect()) {
            WorkloadSession session =
                    new WorkloadSession(connection, schema, guidance, new SplittableRandom(seed), tally);
            for (int i = 0; i < transactions; i++) {
                session.transaction();
            }
        }
        return tally.report(seed);
    }

    /**
     * Starts the sessions.
     *
     * @param transactionsPerSecond of all sessions together, at most
     */
    public void start(int sessions, double transactionsPerSecond) {
        if (sessions < 1 || !(transactionsPerSecond > 0)) {
            throw new IllegalArgumentException("needs a rate above zero and at least one session");
        }
        SplittableRandom random = new SplittableRandom(seed);
        long interval = (long) (1e9 * sessions / transactionsPerSecond);
        for (int i = 0; i < sessions; i++) {
            SplittableRandom own = random.split();
            Thread thread = new Thread(() -> write(own, interval), "workload-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void write(SplittableRandom random, long interval) {
        try (Connection connection = database.connect()) {
            WorkloadSession session = new WorkloadSession(connection, schema, guidance, random, tally);
            long due = System.nanoTime();
            while (!ended) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                } else {
                    // What a stall delayed is not made up for: the rate is a limit.
                    due = Math.max(due + interval, System.nanoTime() - interval);
                    session.transaction();
                }
            }
        } catch (SQLException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Transactions committed so far. */
    public long committed() {
        return tally.commits();
    }

    /** Waits until so many more transactions are committed than now, or a session has ended. */
    public void awaitCommits(long more) throws InterruptedException {
        long wanted = committed() + more;
        while (committed() < wanted && failure.get() == null) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /**
     * Ends the sessions, each after its transaction in flight, and reports.
     *
     * @throws SQLException when a session ended before
     */
    public WorkloadReport stop() throws SQLException {
        close();
        Exception lost = failure.get();
        if (lost != null) {
            throw new SQLException("a session of the workload ended early, with seed " + seed, lost);
        }
        return tally.report(seed);
    }

    /** Ends the sessions without a report. */
    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join(LONGEST_STOP.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
