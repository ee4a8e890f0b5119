package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.Sides;
import io.crosswalk.testbed.torture.TortureTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** A key goes and comes back: in this transaction, or in one of the next. */
public record SameKeyAgain() implements Shape {

    private static final int ROWS = 120;
    private static final int LINES = 50;

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        switch (random.nextInt(4)) {
            case 0 -> again(connection, random);
            case 1 -> {
                again(connection, random);
                new Transfer().run(connection, random);
                again(connection, random);
            }
            case 2 ->
                Shape.execute(
                        connection,
                        "DELETE FROM " + TortureTables.BULK_LINE.quoted() + " WHERE id = torture_cuid('line"
                                + random.nextInt(LINES) + "')");
            default ->
                Shape.execute(
                        connection,
                        "INSERT INTO " + TortureTables.BULK_LINE.quoted() + " SELECT torture_cuid('line"
                                + random.nextInt(LINES) + "'), id, " + random.nextInt(1_000) + " FROM "
                                + TortureTables.BULK.quoted() + " ORDER BY id LIMIT 1 ON CONFLICT (id) DO NOTHING");
        }
    }

    /** The row, with another note: its amount stays, and so does the sum. */
    private static void again(Connection connection, SplittableRandom random) throws SQLException {
        String label = "'left-" + (1 + random.nextInt(ROWS)) + "'";
        // One statement: between two, another session may do the same to the row.
        String gone = Shape.text(
                connection,
                "DELETE FROM " + Sides.LEGACY.left() + " WHERE label = " + label + " RETURNING id || ' ' || amount");
        if (!gone.isEmpty()) {
            String[] parts = gone.split(" ");
            Shape.execute(
                    connection,
                    "INSERT INTO " + Sides.LEGACY.left() + " VALUES ('" + parts[0] + "', " + label + ", " + parts[1]
                            + ", 'again " + random.nextInt() + "')");
        }
    }
}
