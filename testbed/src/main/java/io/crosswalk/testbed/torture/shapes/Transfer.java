package io.crosswalk.testbed.torture.shapes;

import io.crosswalk.testbed.torture.Sides;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.SplittableRandom;

/** Moves an amount between two tables: the sum over both stays what it was. Now and then a row gets another key besides. */
public record Transfer() implements Shape {

    private static final int ROWS = 120;
    private static final int REKEY_PERCENT = 10;

    @Override
    public void run(Connection connection, SplittableRandom random) throws SQLException {
        int amount = random.nextInt(-500, 500);
        // Always in this order: two transfers wait for each other in one direction only.
        // A row that somebody deletes and inserts again while we wait for it is passed over; those on the right stay.
        if (add(connection, random, Sides.LEGACY.left(), "left-", amount) == 1) {
            add(connection, random, Sides.LEGACY.right(), "right-", -amount);
        }
    }

    private static int add(Connection connection, SplittableRandom random, String table, String label, int amount)
            throws SQLException {
        String key = random.nextInt(100) < REKEY_PERCENT
                ? ", id = torture_cuid('" + Long.toHexString(random.nextLong()) + "')"
                : "";
        // A note that is stored out of line, and mostly left alone.
        String note = random.nextInt(100) < REKEY_PERCENT
                ? String.format(
                        Locale.ROOT,
                        ", note = (SELECT string_agg(md5(n || '%s'), '') FROM generate_series(1, 200) AS n)",
                        Long.toHexString(random.nextLong()))
                : "";
        return Shape.execute(
                connection,
                "UPDATE " + table + " SET amount = amount + " + amount + key + note + " WHERE label = '" + label
                        + (1 + random.nextInt(ROWS)) + "'");
    }
}
