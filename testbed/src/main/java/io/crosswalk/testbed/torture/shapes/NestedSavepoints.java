package io.crosswalk.testbed.torture.shapes;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.SplittableRandom;

/** Savepoints within savepoints, up to seven deep: what an outer one rolls back takes what the inner ones kept along. */
public record NestedSavepoints() implements Shape {

    private static final int DEEPEST = 7;
    private static final List<Shape> INSIDE = List.of(new Transfer(), new SameKeyAgain(), new Transfer());

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        nest(connection, random, 1 + random.nextInt(DEEPEST));
    }

    private static void nest(Connection connection, SplittableRandom random, int levels) throws SQLException {
        Savepoint before = connection.setSavepoint();
        INSIDE.get(random.nextInt(INSIDE.size())).run(connection, random);
        if (levels > 1) {
            nest(connection, random, levels - 1);
        }
        if (random.nextBoolean()) {
            connection.rollback(before);
            INSIDE.get(random.nextInt(INSIDE.size())).run(connection, random);
        }
        connection.releaseSavepoint(before);
    }
}
