package io.crosswalk.testbed.torture;

import io.crosswalk.testbed.torture.shapes.BulkLoad;
import io.crosswalk.testbed.torture.shapes.EmptyTables;
import io.crosswalk.testbed.torture.shapes.ManySubtransactions;
import io.crosswalk.testbed.torture.shapes.NestedSavepoints;
import io.crosswalk.testbed.torture.shapes.SameKeyAgain;
import io.crosswalk.testbed.torture.shapes.SchemaChange;
import io.crosswalk.testbed.torture.shapes.SeatSwap;
import io.crosswalk.testbed.torture.shapes.Shape;
import io.crosswalk.testbed.torture.shapes.Transfer;
import io.crosswalk.testbed.workload.ActionMix;
import io.crosswalk.testbed.workload.Tally;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** What a session of the torture may do next: an action of the application, or a shape of the torture's own. One thread. */
final class TortureMix {

    private static final int APPLICATION_PERCENT = 60;
    private static final int SMALL_BULK = 300;

    private final Connection connection;
    private final SplittableRandom random;
    private final Tally tally;
    private final ActionMix application;
    private final List<Shape> shapes = new ArrayList<>();

    /** @param schemaChanges whether DDL may be part of it by now */
    TortureMix(
            Connection connection,
            ActionMix application,
            SplittableRandom random,
            Tally tally,
            BooleanSupplier schemaChanges) {
        this.connection = connection;
        this.application = application;
        this.random = random;
        this.tally = tally;
        offer(20, new Transfer());
        offer(6, new SeatSwap());
        offer(8, new NestedSavepoints());
        offer(8, new SameKeyAgain());
        offer(2, new ManySubtransactions());
        offer(2, new BulkLoad(SMALL_BULK));
        offer(1, new EmptyTables());
        offer(2, new SchemaChange(schemaChanges));
    }

    private void offer(int weight, Shape shape) {
        for (int i = 0; i < weight; i++) {
            shapes.add(shape);
        }
    }

    /** Does one thing within a savepoint; what is refused is rolled back and counted. */
    void attempt() throws SQLException {
        if (random.nextInt(100) < APPLICATION_PERCENT) {
            application.attempt();
            return;
        }
        Shape shape = shapes.get(random.nextInt(shapes.size()));
        Savepoint before = connection.setSavepoint();
        try {
            shape.run(connection, random);
            connection.releaseSavepoint(before);
            tally.done(shape.name());
        } catch (SQLException e) {
            if (!ActionMix.isRefusal(e)) {
                throw new SQLException(shape.name() + ": " + e.getMessage(), e.getSQLState(), e);
            }
            connection.rollback(before);
            tally.refused(shape.name(), e.getSQLState());
        }
    }
}
