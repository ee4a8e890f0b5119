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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The actions that one session may do, chosen by weight, each within a savepoint of the open transaction: some are rolled back, and what a
 * constraint refuses is rolled back and counted. One thread.
 */
public final class ActionMix {

    private static final int SAVEPOINT_PERCENT = 12;

    private final Connection connection;
    private final SplittableRandom random;
    private final Tally tally;
    private final List<Offer> offers = new ArrayList<>();

    /** An action and the tables that it can be done to. It stands in the list as often as it weighs. */
    private record Offer(Action action, List<Table> tables) {}

    /** A mix on a connection that nobody else uses, without automatic commits. */
    public ActionMix(Connection connection, Schema schema, Guidance guidance, SplittableRandom random, Tally tally) {
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
    }

    private void offer(int weight, Action action, List<Table> written) {
        List<Table> fitting = written.stream().filter(action::suits).toList();
        for (int i = 0; i < weight && !fitting.isEmpty(); i++) {
            offers.add(new Offer(action, fitting));
        }
    }

    /**
     * Does one action.
     *
     * @throws SQLException for what is no refusal: a lost connection, a statement that is wrong in itself
     */
    public void attempt() throws SQLException {
        Offer offer = offers.get(random.nextInt(offers.size()));
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

    /** True for what a constraint, a lock or another transaction refused (PostgreSQL manual, Appendix A). */
    public static boolean isRefusal(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("23") || state.startsWith("40") || state.equals("55P03"));
    }
}
