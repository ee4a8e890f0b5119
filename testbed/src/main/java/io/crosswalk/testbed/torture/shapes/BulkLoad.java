package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.TortureTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * Many changes in one transaction: a multi-row INSERT, updates and deletes of a part of the rows, and some children.
 *
 * @param rows about how many rows change
 */
public record BulkLoad(int rows) implements Shape {

    private static final int CHILDREN = 20;

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        String bulk = TortureTables.BULK.quoted();
        String seed = Long.toHexString(random.nextLong());
        // The table stays of the size of a few loads.
        if (Long.parseLong(Shape.text(connection, "SELECT count(*) FROM " + bulk)) > 3L * rows + 2_000) {
            Shape.execute(connection, "TRUNCATE " + bulk + " CASCADE");
        }
        Shape.execute(
                connection,
                "INSERT INTO " + bulk + " SELECT torture_cuid('" + seed + "-' || n), n, 'payload " + seed
                        + " ' || n FROM generate_series(1, " + (rows / 2 + 1) + ") AS n");
        String own = " WHERE id IN (SELECT torture_cuid('" + seed + "-' || n) FROM generate_series(1, %d) AS n)";
        Shape.execute(
                connection, "UPDATE " + bulk + " SET payload = payload || ' changed'" + own.formatted(rows / 3 + 1));
        Shape.execute(connection, "DELETE FROM " + bulk + own.formatted(rows / 6));
        Shape.execute(
                connection,
                "INSERT INTO " + TortureTables.BULK_LINE.quoted() + " SELECT torture_cuid('" + seed
                        + "/' || n), torture_cuid('" + seed + "-' || n), n FROM generate_series(" + (rows / 6 + 1)
                        + ", " + Math.min(rows / 2, rows / 6 + CHILDREN) + ") AS n");
    }
}
