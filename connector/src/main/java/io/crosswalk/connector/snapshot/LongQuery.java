package io.crosswalk.connector.snapshot;

import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.DatabaseAddress;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A query that may take minutes, on a thread of its own: after 10 seconds it is logged whom it waits for, after 10 minutes it is given up,
 * and an interrupt of the one who waits ends it at once. Its connection is to be closed when it failed.
 */
final class LongQuery {

    private static final Logger LOG = LoggerFactory.getLogger(LongQuery.class);
    private static final Duration FIRST_NOTICE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String what;
    private final DatabaseAddress address;
    private final Statement statement;
    private final int pid;

    /**
     * @param what in words: "creating slot x"
     * @param address of the server, for questions about the session
     * @param statement what the query will run
     */
    LongQuery(String what, DatabaseAddress address, Statement statement) throws SQLException {
        this.what = what;
        this.address = address;
        this.statement = statement;
        this.pid = statement.getConnection().unwrap(PGConnection.class).getBackendPID();
    }

    /**
     * Its result.
     *
     * @throws SourceException passing, when it took too long
     */
    <T> T await(Callable<T> query) throws SQLException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(query);
        Thread thread = new Thread(task, "crosswalk-long-query-" + pid);
        thread.setDaemon(true);
        thread.start();
        try {
            try {
                return task.get(FIRST_NOTICE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.warn("{} waits for transactions that run on the source: {}", what, blockers());
            }
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            statement.cancel();
            throw SourceException.passing(
                    what + " took more than " + PATIENCE.toMinutes()
                            + " minutes; it waits for transactions on the source: " + blockers(),
                    e);
        } catch (InterruptedException e) {
            statement.cancel();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(what + " failed", e.getCause());
        }
    }

    private String blockers() throws SQLException {
        String sql = """
                SELECT string_agg(format('pid %s (%s, %s, open for %s)', pid, application_name, state,
                                         date_trunc('second', clock_timestamp() - xact_start)), '; ')
                FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(?))""";
        try (Connection connection = address.connectCautiously("crosswalk source");
                PreparedStatement question = connection.prepareStatement(sql)) {
            question.setInt(1, pid);
            try (ResultSet row = question.executeQuery()) {
                row.next();
                String blockers = row.getString(1);
                return blockers == null ? "nobody is seen to be in the way" : blockers;
            }
        }
    }
}
