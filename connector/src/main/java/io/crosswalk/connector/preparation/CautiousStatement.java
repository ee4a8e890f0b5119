package io.crosswalk.connector.preparation;

import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Failures;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs statements that lock a table of the live application: with a lock timeout, so that nobody queues behind us for long, and a few
 * times with pauses of random length, so that a busy table is met at a quiet moment.
 */
final class CautiousStatement {

    private static final int ATTEMPTS = 8;
    private static final long PAUSE_MILLIS = 250;

    private final Connection connection;
    private final Duration lockTimeout;

    CautiousStatement(Connection connection, Duration lockTimeout) {
        this.connection = connection;
        this.lockTimeout = lockTimeout;
    }

    /**
     * Runs one statement in a transaction of its own; the connection is in auto-commit mode.
     *
     * @throws SourceException passing, when the lock cannot be had; it names the table and the sessions in the way
     */
    void run(TableId table, String sql) throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                runOnce(sql);
                return;
            } catch (SQLException e) {
                if (!Failures.isTransient(e) || connection.isClosed()) {
                    throw e;
                }
                List<String> holders = lockHolders(table);
                if (attempt == ATTEMPTS) {
                    throw SourceException.passing(
                            "table " + table + " could not be locked within " + lockTimeout.toMillis() + " ms in "
                                    + ATTEMPTS + " attempts; locks on it are held by "
                                    + (holders.isEmpty() ? "nobody now" : String.join("; ", holders)),
                            e);
                }
                Thread.sleep(PAUSE_MILLIS + ThreadLocalRandom.current().nextLong(PAUSE_MILLIS * attempt));
            }
        }
    }

    private void runOnce(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            // A statement that waits for several locks gets the timeout for each of them: this bounds the sum.
            statement.execute("SET LOCAL statement_timeout = " + 2 * lockTimeout.toMillis());
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<String> lockHolders(TableId table) throws SQLException {
        String sql = """
                SELECT DISTINCT format('pid %s (%s, %s, %s, transaction open for %s)', l.pid, coalesce(a.application_name, '?'),
                       coalesce(a.state, '?'), l.mode, coalesce(date_trunc('second', clock_timestamp() - a.xact_start)::text, '?'))
                FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.granted AND l.pid <> pg_backend_pid() AND l.locktype = 'relation'
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND l.relation = to_regclass(?) LIMIT 10""";
        List<String> holders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    holders.add(rows.getString(1));
                }
            }
        }
        return holders;
    }
}
