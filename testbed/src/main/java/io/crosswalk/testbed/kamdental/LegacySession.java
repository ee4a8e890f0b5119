package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.writes.LegacyConnection;
import io.crosswalk.testbed.kamdental.writes.LegacyMix;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** One session of the legacy application, as the body of a thread. It ends soon after {@link #end()}. */
final class LegacySession implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LegacySession.class);
    private static final long RECONNECT_PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LARGEST_DEBT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final SplittableRandom random;
    private final long intervalNanos;
    private final boolean leads;
    private final boolean tolerant;
    private final LongAdder committed;
    private final LongAdder rolledBack;
    private final LongAdder failed;
    private volatile boolean ended;
    private volatile @Nullable SQLException lost;

    LegacySession(
            Database database,
            SplittableRandom random,
            Duration interval,
            boolean leads,
            LegacyApplication.Totals totals,
            boolean tolerant) {
        this.database = database;
        this.random = random;
        this.intervalNanos = interval.toNanos();
        this.leads = leads;
        this.tolerant = tolerant;
        this.committed = totals.committed();
        this.rolledBack = totals.rolledBack();
        this.failed = totals.failed();
    }

    void end() {
        ended = true;
    }

    /** Why the session gave up before its end, or null. */
    @Nullable
    SQLException lost() {
        return lost;
    }

    @Override
    public void run() {
        while (!ended) {
            try (LegacyConnection connection =
                    new LegacyConnection(database.connect(), committed::increment, rolledBack::increment)) {
                write(connection);
            } catch (SQLException e) {
                failed.increment();
                if (!tolerant) {
                    lost = e;
                    return;
                }
                LOG.debug("the legacy application lost its connection", e);
                LockSupport.parkNanos(RECONNECT_PAUSE_NANOS);
            }
        }
    }

    /** Writes until the end, or until the connection is lost, which is the only error that leaves this method. */
    private void write(LegacyConnection connection) throws SQLException {
        LegacyMix mix = new LegacyMix(connection, random, leads);
        long due = System.nanoTime();
        while (!ended) {
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            // A stall is made up for, but not a long one: that would be a burst no real application sends.
            due += Math.max(intervalNanos, -wait - LARGEST_DEBT_NANOS);
            attempt(connection, mix::runNext);
        }
        attempt(connection, mix::finish);
    }

    private void attempt(LegacyConnection connection, Script.Work transaction) throws SQLException {
        try {
            transaction.run();
        } catch (SQLException e) {
            if (isConnectionLost(e)) {
                throw e;
            }
            // A deadlock, a vanished parent, a refusal: the transaction is lost, the session is not.
            failed.increment();
            LOG.debug("the legacy application's transaction failed", e);
            connection.abandon();
        }
    }

    /** Class 08, or 57P: connection exception, operator intervention (PostgreSQL manual, Appendix A). */
    private static boolean isConnectionLost(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }
}
