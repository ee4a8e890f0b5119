package io.crosswalk.app.throttle;

import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.Throttling;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P7: the backfill yields while the source works for others, and goes on when it does not. */
@Databases
class BackfillThrottleIT {

    private static final ThrottleLimits LIMITS = new ThrottleLimits(true, 1, Duration.ofHours(1), 1_000);

    private final StatusBoard board = new StatusBoard("throttled", Clock.systemUTC());

    @Test
    void readersWaitWhileOthersWorkOnTheSourceAndNoLonger(@Legacy Database legacy) throws Exception {
        try (BackfillThrottle throttle = new BackfillThrottle(
                        LIMITS, 2, DatabaseAddress.parse(legacy.libpqUrl(), null, legacy.password()), board);
                Connection first = legacy.connect();
                Connection second = legacy.connect()) {
            throttle.enter();
            Thread one = work(first);
            Thread other = work(second);
            until(throttling -> throttling.level() == Pace.SLOWEST);
            assertThat(board.status().throttling().reasons())
                    .containsExactly("2 sessions work on the source, more than 1");

            // Only one of the two readers may work now: the second waits for the first.
            CountDownLatch entered = new CountDownLatch(1);
            Thread reader = new Thread(() -> enter(throttle, entered));
            reader.start();
            until(throttling -> reader.getState() == Thread.State.WAITING);
            assertThat(entered.getCount()).isOne();
            throttle.done(new TableId("public", "any"), 0, 0);
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();

            cancelAll(legacy);
            one.join();
            other.join();
            until(throttling -> throttling.equals(Throttling.NONE));
        }
    }

    private static void enter(BackfillThrottle throttle, CountDownLatch entered) {
        try {
            throttle.enter();
            entered.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread work(Connection connection) {
        Thread thread = new Thread(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_sleep(300)");
            } catch (SQLException e) {
                // Cancelled, when the test has seen enough.
            }
        });
        thread.start();
        return thread;
    }

    private static void cancelAll(Database legacy) throws SQLException {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(300)%'"
                    + " AND datname = current_database() AND pid <> pg_backend_pid()");
        }
    }

    private void until(Predicate<Throttling> condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.test(board.status().throttling())) {
            assertThat(System.nanoTime())
                    .as("deadline, at %s", board.status().throttling())
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
