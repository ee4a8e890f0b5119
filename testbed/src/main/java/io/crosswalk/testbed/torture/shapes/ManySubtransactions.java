package io.crosswalk.testbed.torture.shapes;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.SplittableRandom;

/** More subtransactions than a server process keeps at hand (64), some of them rolled back. */
public record ManySubtransactions() implements Shape {

    private static final int SUBTRANSACTIONS = 90;
    private static final int ROLLBACK_PERCENT = 30;

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        Transfer transfer = new Transfer();
        for (int i = 0; i < SUBTRANSACTIONS; i++) {
            Savepoint before = connection.setSavepoint();
            transfer.run(connection, random);
            if (random.nextInt(100) < ROLLBACK_PERCENT) {
                connection.rollback(before);
            }
            connection.releaseSavepoint(before);
        }
    }
}
