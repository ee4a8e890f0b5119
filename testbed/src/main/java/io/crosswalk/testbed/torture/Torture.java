package io.crosswalk.testbed.torture;

import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.torture.shapes.BulkLoad;
import io.crosswalk.testbed.workload.ActionMix;
import io.crosswalk.testbed.workload.Tally;
import io.crosswalk.testbed.workload.WorkloadReport;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions that write to all tables at once, through every outage of their server: a lost connection is made again, for as long as it
 * takes. The seed decides what each session chooses; in which order the sessions come, the machine decides. Start and stop it once; safe
 * for any thread.
 */
public final class Torture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Torture.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(120);
    private static final long RECONNECT_NANOS = Duration.ofMillis(150).toNanos();
    private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(50).toNanos();
    private static final int IDLE_PERMILLE = 4;
    private static final long LONGEST_IDLE_MILLIS = 2_500;

    private final Database database;
    private final Schema schema;
    private final Guidance guidance;
    private final TortureSettings settings;
    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable BulkLoad> wanted = new AtomicReference<>();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean schemaChanges;
    private volatile boolean resting;
    private volatile boolean ended;

    public Torture(Database database, Schema schema, Guidance guidance, TortureSettings settings) {
        this.database = database;
        this.schema = schema;
        this.guidance = guidance;
        this.settings = settings;
    }

    /** Starts the sessions. */
    public void start() {
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int i = 1; i <= settings.sessions(); i++) {
            SplittableRandom own = random.split();
            String name = "torture-" + i;
            Thread thread = new Thread(() -> live(name, own), name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void live(String name, SplittableRandom random) {
        // Also after the end: what a lost connection left prepared has to be decided, or it holds its locks for good.
        while (true) {
            try (Connection connection = database.connect()) {
                write(name, connection, random);
                return;
            } catch (SQLException e) {
                if (!isOutage(e)) {
                    failure.compareAndSet(null, e);
                    return;
                }
                LOG.debug("{} lost its connection", name, e);
                LockSupport.parkNanos(RECONNECT_NANOS);
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    private void write(String name, Connection connection, SplittableRandom random) throws SQLException {
        ActionMix application =
                new ActionMix(connection, schema, guidance.alsoLeaving(TortureTables.ALL), random, tally);
        TortureMix mix = new TortureMix(connection, application, random, tally, () -> schemaChanges);
        TortureSession session = new TortureSession(connection, mix, random, tally, name);
        long interval = (long) (1e9 * settings.sessions() / settings.transactionsPerSecond());
        long due = System.nanoTime();
        while (!ended) {
            busy.incrementAndGet();
            try {
                BulkLoad huge = wanted.getAndSet(null);
                if (huge != null) {
                    session.alone(huge);
                    continue;
                }
                if (!resting && due <= System.nanoTime()) {
                    long idle = random.nextInt(1_000) < IDLE_PERMILLE ? random.nextLong(LONGEST_IDLE_MILLIS) : 0;
                    // What a stall delayed is not made up for: the rate is a limit.
                    due = Math.max(due + interval, System.nanoTime() - interval) + TimeUnit.MILLISECONDS.toNanos(idle);
                    session.transaction();
                }
            } finally {
                busy.decrementAndGet();
            }
            long wait = resting ? LONGEST_WAIT_NANOS : due - System.nanoTime();
            LockSupport.parkNanos(Math.min(Math.max(wait, 0), LONGEST_WAIT_NANOS));
        }
    }

    /** Class 08 and 57P (PostgreSQL manual, Appendix A), or no answer of the server's at all. */
    private static boolean isOutage(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /** Makes the next transaction of some session a huge one. */
    public void huge(int rows) {
        wanted.set(new BulkLoad(rows));
    }

    /** From now on DDL is part of it: a migration that has begun survives it, one that has not must not meet it. */
    public void changeSchema() {
        schemaChanges = true;
    }

    /** No session begins another transaction, except a huge one that is asked for. */
    public void rest() {
        resting = true;
    }

    /** True when the sessions rest, and none is in a transaction. */
    public boolean isAtRest() {
        return resting && busy.get() == 0;
    }

    /** Ends a rest; nothing where there is none. */
    public void goOn() {
        resting = false;
    }

    /** Transactions committed so far, as far as the sessions know: an outage may hide that a commit took place. */
    public long committed() {
        return tally.commits();
    }

    /**
     * Ends the sessions, each after its transaction in flight, and reports.
     *
     * @throws SQLException when a session ended before, for another reason than an outage
     */
    public WorkloadReport stop() throws SQLException {
        close();
        Exception lost = failure.get();
        if (lost != null) {
            throw new SQLException(
                    "a session ended early, with seed " + settings.seed() + ": " + lost.getMessage(), lost);
        }
        return tally.report(settings.seed());
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
