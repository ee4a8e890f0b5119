package io.crosswalk.testbed.torture;

import io.crosswalk.testbed.torture.shapes.Shape;
import io.crosswalk.testbed.torture.shapes.Transfer;
import io.crosswalk.testbed.workload.ActionMix;
import io.crosswalk.testbed.workload.Tally;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * One connection of the torture: transactions of the application's actions and the torture's shapes, each with its row in the history, some
 * under REPEATABLE READ, some rolled back, some prepared first and decided afterwards. One thread.
 */
final class TortureSession {

    private static final int REPEATABLE_READ_PERCENT = 12;
    private static final int ROLLBACK_PERCENT = 8;
    private static final int PREPARE_PERCENT = 8;
    private static final int MOST_ACTIONS = 6;

    private final Connection connection;
    private final SplittableRandom random;
    private final Tally tally;
    private final String name;
    private final TortureMix mix;
    private int prepared;

    /** A session on a new connection. What an earlier one of that name left prepared is decided first. */
    TortureSession(Connection connection, TortureMix mix, SplittableRandom random, Tally tally, String name)
            throws SQLException {
        this.connection = connection;
        this.mix = mix;
        this.random = random;
        this.tally = tally;
        this.name = name;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET lock_timeout = '3s'");
        }
        decideWhatIsLeft();
        connection.setAutoCommit(false);
    }

    private void decideWhatIsLeft() throws SQLException {
        String gid = Shape.text(connection, left());
        while (!gid.isEmpty()) {
            decide(gid);
            gid = Shape.text(connection, left());
        }
    }

    private String left() {
        return "SELECT gid FROM pg_prepared_xacts WHERE database = current_database() AND gid LIKE '" + name
                + "-%' ORDER BY gid LIMIT 1";
    }

    private void decide(String gid) throws SQLException {
        boolean commit = random.nextInt(100) < 75;
        Shape.execute(connection, (commit ? "COMMIT" : "ROLLBACK") + " PREPARED '" + gid + "'");
        tally.done(commit ? "CommitPrepared" : "RollbackPrepared");
        if (commit) {
            tally.committed();
        } else {
            tally.rolledBack();
        }
    }

    /**
     * Runs one transaction.
     *
     * @throws SQLException for what is no refusal: a lost connection, a statement that is wrong in itself
     */
    void transaction() throws SQLException {
        boolean old = random.nextInt(100) < REPEATABLE_READ_PERCENT;
        connection.setTransactionIsolation(
                old ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
        int parts = 1 + random.nextInt(MOST_ACTIONS);
        run(!old, () -> {
            for (int i = 0; i < parts; i++) {
                mix.attempt();
            }
        });
    }

    /** Runs one shape in a transaction that commits. */
    void alone(Shape shape) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try {
            shape.run(connection, random);
            new Transfer().run(connection, random);
            History.write(connection, true);
            connection.commit();
            tally.done(shape.name());
            tally.committed();
        } catch (SQLException e) {
            abandon(shape.name(), e);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void run(boolean sees, Work work) throws SQLException {
        try {
            work.run();
            History.write(connection, sees);
            int chance = random.nextInt(100);
            if (chance < ROLLBACK_PERCENT) {
                connection.rollback();
                tally.rolledBack();
            } else if (chance < ROLLBACK_PERCENT + PREPARE_PERCENT) {
                String gid = name + "-" + (++prepared);
                Shape.execute(connection, "PREPARE TRANSACTION '" + gid + "'");
                connection.setAutoCommit(true);
                decide(gid);
                connection.setAutoCommit(false);
            } else {
                connection.commit();
                tally.committed();
            }
        } catch (SQLException e) {
            abandon("Transaction", e);
        }
    }

    /** A refusal ends the transaction; anything else ends the session. */
    private void abandon(String what, SQLException failure) throws SQLException {
        if (!ActionMix.isRefusal(failure)) {
            throw failure;
        }
        connection.rollback();
        tally.refused(what, failure.getSQLState());
    }
}
