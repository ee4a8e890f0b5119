package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.TortureTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** TRUNCATE of one table, of several at once, or of one and all that refers to it; new rows may follow in the same transaction. */
public record EmptyTables() implements Shape {

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        String bulk = TortureTables.BULK.quoted();
        String line = TortureTables.BULK_LINE.quoted();
        Shape.execute(
                connection,
                switch (random.nextInt(3)) {
                    case 0 -> "TRUNCATE " + line;
                    case 1 -> "TRUNCATE " + bulk + ", " + line;
                    default -> "TRUNCATE " + bulk + " CASCADE";
                });
        if (random.nextBoolean()) {
            new BulkLoad(40).run(connection, random);
        }
    }
}
