package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.server.Database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The legacy application that goes on writing while its data is migrated: several sessions with transactions of many
 * kinds at a steady rate, over the content of a {@link LegacyPopulation}. Start and stop it once; safe for any thread.
 */
public final class LegacyApplication implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    /** Transactions so far: committed, rolled back on purpose, and lost to errors. */
    public record Counts(long committed, long rolledBack, long failed) {}

    /** The counters that all sessions share. */
    record Totals(LongAdder committed, LongAdder rolledBack, LongAdder failed) {}

    private final Totals totals = new Totals(new LongAdder(), new LongAdder(), new LongAdder());
    private final List<LegacySession> sessions = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** An application that ends when its connection is lost; {@link #stop()} reports it. */
    public LegacyApplication(Database database, long seed, double transactionsPerSecond, int sessions) {
        this(database, seed, transactionsPerSecond, sessions, false);
    }

    /**
     * @param transactionsPerSecond of all sessions together
     * @param tolerant true: connects again when the connection is lost, for as long as it takes
     */
    public LegacyApplication(
            Database database, long seed, double transactionsPerSecond, int sessions, boolean tolerant) {
        if (!(transactionsPerSecond > 0) || sessions < 1) {
            throw new IllegalArgumentException("needs a rate above zero and at least one session");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Duration interval = Duration.ofNanos((long) (1e9 * sessions / transactionsPerSecond));
        for (int i = 0; i < sessions; i++) {
            LegacySession session = new LegacySession(database, random.split(), interval, i == 0, totals, tolerant);
            Thread thread = new Thread(session, "legacy-application-" + (i + 1));
            thread.setDaemon(true);
            this.sessions.add(session);
            threads.add(thread);
        }
    }

    /** Starts the sessions. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Transactions committed so far. */
    public long committed() {
        return totals.committed().sum();
    }

    public Counts counts() {
        return new Counts(
                committed(), totals.rolledBack().sum(), totals.failed().sum());
    }

    /**
     * Ends the sessions, each after its transaction in flight, and waits for that. Metric values that were written
     * without a clinic get one, except where a lost connection made their session forget them.
     *
     * @throws SQLException when a session that is not tolerant lost its connection
     */
    public Counts stop() throws SQLException {
        sessions.forEach(LegacySession::end);
        long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while the legacy application stops", e);
            }
        }
        for (LegacySession session : sessions) {
            SQLException lost = session.lost();
            if (lost != null) {
                throw new SQLException("the legacy application lost its connection", lost.getSQLState(), lost);
            }
        }
        return counts();
    }

    /** Ends the sessions without a report. */
    @Override
    public void close() {
        sessions.forEach(LegacySession::end);
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
