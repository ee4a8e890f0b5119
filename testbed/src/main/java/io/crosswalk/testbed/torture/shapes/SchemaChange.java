package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.TortureTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * DDL that a migration has to survive without help: a column comes and goes that no mapping names, a table comes and goes that nobody
 * published, a text column changes its type for one with the same text. Transactional, like everything else.
 */
public record SchemaChange() implements Shape {

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        String table = TortureTables.RIGHT.quoted();
        switch (random.nextInt(4)) {
            case 0 -> {
                Shape.execute(connection, "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS \"later\" TEXT");
                Shape.execute(connection, "UPDATE " + table + " SET \"later\" = 'x' WHERE amount < -1000");
            }
            case 1 -> Shape.execute(connection, "ALTER TABLE " + table + " DROP COLUMN IF EXISTS \"later\"");
            case 2 -> {
                Shape.execute(connection, "CREATE TABLE IF NOT EXISTS \"TortureNew\" (\"id\" TEXT PRIMARY KEY)");
                Shape.execute(
                        connection,
                        "INSERT INTO \"TortureNew\" VALUES ('" + Long.toHexString(random.nextLong()) + "')");
            }
            default -> {
                Shape.execute(
                        connection,
                        "ALTER TABLE " + TortureTables.LEFT.quoted() + " ALTER COLUMN \"note\" TYPE "
                                + (random.nextBoolean() ? "VARCHAR" : "TEXT"));
                new Transfer().run(connection, random);
            }
        }
    }
}
