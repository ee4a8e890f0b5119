package io.crosswalk.testbed.workload;

import io.crosswalk.testbed.rows.Guidance;
import io.crosswalk.testbed.rows.LegacyWriter;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.values.ValueMaker;
import io.crosswalk.testbed.workload.actions.Action;
import io.crosswalk.testbed.workload.actions.CopyRows;
import io.crosswalk.testbed.workload.actions.DeleteRow;
import io.crosswalk.testbed.workload.actions.InsertRows;
import io.crosswalk.testbed.workload.actions.RekeyRow;
import io.crosswalk.testbed.workload.actions.ReplaceRow;
import io.crosswalk.testbed.workload.actions.SwapValues;
import io.crosswalk.testbed.workload.actions.TruncateTable;
import io.crosswalk.testbed.workload.actions.UpdateRow;
import io.crosswalk.testbed.workload.actions.UpdateRows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One session of the application: transactions of one to eight actions, some with savepoints, some rolled back, some under REPEATABLE
 * READ. What a constraint refuses is rolled back to a savepoint and counted. One thread.
 */
public final class WorkloadSession {

    private static final int MOST_ACTIONS = 8;
    private static final int ROLLBACK_PERCENT = 8;
    private static final int SAVEPOINT_PERCENT = 12;
    private static final int REPEATABLE_READ_PERCENT = 10;

    private final Connection connection;
    private final SplittableRandom random;
    private final Tally tally;
    private final List<Offer> offers = new ArrayList<>();

    /** An action and the tables that it can be done to. It stands in the list as often as it weighs. */
    private record Offer(Action action, List<Table> tables) {}

    /** A session on a connection that nobody else uses; the caller closes it. */
    WorkloadSession(Connection connection, Schema schema, Guidance guidance, SplittableRandom random, Tally tally)
            throws SQLException {
        this.connection = connection;
        this.random = random;
        this.tally = tally;
        LegacyWriter writer = new LegacyWriter(connection, schema, guidance, random);
        List<Table> written = schema.tables().stream()
                .filter(table -> !guidance.untouched().contains(table.name()))
                .toList();
        offer(18, new InsertRows(writer, 1), written);
        offer(5, new InsertRows(writer, 8), written);
        offer(3, new CopyRows(writer, 12), written);
        offer(36, new UpdateRow(writer, tally.updated()), written);
        offer(4, new UpdateRows(writer, 10), written);
        offer(8, new RekeyRow(writer), written);
        offer(12, new DeleteRow(writer), written);
        offer(6, new ReplaceRow(writer), written);
        offer(6, new SwapValues(writer), written);
        offer(2, new TruncateTable(writer, guidance.truncated()), written);
        prepare();
    }

    private void offer(int weight, Action action, List<Table> written) {
        List<Table> fitting = written.stream().filter(action::suits).toList();
        for (int i = 0; i < weight && !fitting.isEmpty(); i++) {
            offers.add(new Offer(action, fitting));
        }
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
                attempt(offers.get(random.nextInt(offers.size())));
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

    private void attempt(Offer offer) throws SQLException {
        Action action = offer.action();
        Table table = offer.tables().get(random.nextInt(offer.tables().size()));
        Savepoint before = connection.setSavepoint();
        try {
            if (action.run(table) > 0) {
                tally.done(action.name());
            }
            if (ValueMaker.chance(random, SAVEPOINT_PERCENT)) {
                connection.rollback(before);
            } else {
                connection.releaseSavepoint(before);
            }
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw new SQLException(
                        action.name() + " on " + table.name() + ": " + e.getMessage(), e.getSQLState(), e);
            }
            connection.rollback(before);
            tally.refused(action.name(), e.getSQLState());
        }
    }

    // PostgreSQL manual, Appendix A: constraint violations, serialization failures and deadlocks, locks not available.
    private static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("23") || state.startsWith("40") || state.equals("55P03"));
    }

    private void abandon() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is lost; the first failure says so.
        }
    }
}
