package io.crosswalk.testbed.workload;

import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.values.ValueMaker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * One session of the application: transactions of one to eight actions, some with savepoints, some rolled back, some under REPEATABLE
 * READ. What a constraint refuses is rolled back to a savepoint and counted. One thread.
 */
public final class WorkloadSession {

    private static final int MOST_ACTIONS = 8;
    private static final int ROLLBACK_PERCENT = 8;
    private static final int REPEATABLE_READ_PERCENT = 10;

    private final Connection connection;
    private final SplittableRandom random;
    private final Tally tally;
    private final ActionMix mix;

    /** A session on a connection that nobody else uses; the caller closes it. */
    WorkloadSession(Connection connection, Schema schema, Guidance guidance, SplittableRandom random, Tally tally)
            throws SQLException {
        this.connection = connection;
        this.random = random;
        this.tally = tally;
        this.mix = new ActionMix(connection, schema, guidance, random, tally);
        prepare();
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET lock_timeout = '2s'");
        }
        connection.setAutoCommit(false);
    }

    /**
     * Runs one transaction.
     *
     * @throws SQLException for what is no refusal: a lost connection, a statement that is wrong in itself
     */
    void transaction() throws SQLException {
        try {
            connection.setTransactionIsolation(
                    ValueMaker.chance(random, REPEATABLE_READ_PERCENT)
                            ? Connection.TRANSACTION_REPEATABLE_READ
                            : Connection.TRANSACTION_READ_COMMITTED);
            int actions = ValueMaker.chance(random, 40) ? 1 : random.nextInt(2, MOST_ACTIONS + 1);
            for (int i = 0; i < actions; i++) {
                mix.attempt();
            }
            if (ValueMaker.chance(random, ROLLBACK_PERCENT)) {
                connection.rollback();
                tally.rolledBack();
            } else {
                connection.commit();
                tally.committed();
            }
        } catch (SQLException | RuntimeException e) {
            abandon();
            throw e;
        }
    }

    private void abandon() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost; the first failure says so.
        }
    }
}
