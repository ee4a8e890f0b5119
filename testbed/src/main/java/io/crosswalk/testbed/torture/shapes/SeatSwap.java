package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.Sides;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Rows exchange a unique value that the server looks at in the end of the transaction: in one statement, in two, or all of them at once. */
public record SeatSwap() implements Shape {

    private static final int SEATS = 60;

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        int one = 1 + random.nextInt(SEATS);
        int other = 1 + random.nextInt(SEATS);
        String update = "UPDATE " + Sides.LEGACY.seat() + " SET place = ";
        // The rows are locked in one order: sessions that swap never wait for each other in a circle.
        Shape.execute(connection, "SELECT FROM " + Sides.LEGACY.seat() + " WHERE place > 0 ORDER BY label FOR UPDATE");
        switch (random.nextInt(3)) {
            case 0 ->
                Shape.execute(
                        connection,
                        update + "CASE place WHEN " + one + " THEN " + other + " ELSE " + one + " END WHERE place IN ("
                                + one + ", " + other + ")");
            case 1 -> {
                // Both have the same place for a moment: by their labels, they are still two.
                String first = Shape.text(
                        connection, "SELECT label FROM " + Sides.LEGACY.seat() + " WHERE place = " + one + " LIMIT 1");
                Shape.execute(connection, update + other + " WHERE label = '" + first + "'");
                Shape.execute(connection, update + one + " WHERE place = " + other + " AND label <> '" + first + "'");
            }
            default -> Shape.execute(connection, update + SEATS + " + 1 - place");
        }
    }
}
