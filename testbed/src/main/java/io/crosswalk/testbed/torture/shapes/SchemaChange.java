package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.TortureTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * DDL that a migration has to survive without help: columns come and go that no mapping names, with and without a default, a table comes
 * and goes that nobody published, a text column changes its type for one with the same text, a default comes and goes. Transactional, like
 * everything else.
 *
 * @param allowed false: the schema stays as it is for now
 */
public record SchemaChange(BooleanSupplier allowed) implements Shape {

    private static final String LEFT = TortureTables.LEFT.quoted();
    private static final String RIGHT = TortureTables.RIGHT.quoted();

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        int choice = random.nextInt(8);
        if (!allowed.getAsBoolean()) {
            return;
        }
        // IF NOT EXISTS looks before it makes: two sessions at once would both find nothing, and one would end with an
        // error.
        Shape.execute(connection, "SELECT pg_advisory_xact_lock('pg_type'::regclass::bigint)");
        new Transfer().run(connection, random);
        switch (choice) {
            case 0 -> {
                alter(connection, RIGHT, "ADD COLUMN IF NOT EXISTS \"later\" TEXT");
                Shape.execute(connection, "UPDATE " + RIGHT + " SET \"later\" = 'x' WHERE amount < -1000");
            }
            case 1 -> alter(connection, RIGHT, "DROP COLUMN IF EXISTS \"later\"");
            case 2 -> alter(connection, LEFT, "ADD COLUMN IF NOT EXISTS \"count\" INT NOT NULL DEFAULT 7");
            case 3 -> alter(connection, LEFT, "DROP COLUMN IF EXISTS \"count\"");
            case 4 -> {
                Shape.execute(connection, "CREATE TABLE IF NOT EXISTS \"TortureNew\" (\"id\" TEXT PRIMARY KEY)");
                Shape.execute(
                        connection,
                        "INSERT INTO \"TortureNew\" VALUES ('" + Long.toHexString(random.nextLong()) + "')");
            }
            case 5 -> Shape.execute(connection, "DROP TABLE IF EXISTS \"TortureNew\"");
            case 6 ->
                alter(connection, LEFT, "ALTER COLUMN \"note\" TYPE " + (random.nextBoolean() ? "VARCHAR" : "TEXT"));
            default ->
                alter(
                        connection,
                        LEFT,
                        "ALTER COLUMN \"note\" " + (random.nextBoolean() ? "SET DEFAULT 'none'" : "DROP DEFAULT"));
        }
        new Transfer().run(connection, random);
    }

    private static void alter(Connection connection, String table, String change) throws SQLException {
        Shape.execute(connection, "ALTER TABLE " + table + " " + change);
    }
}
