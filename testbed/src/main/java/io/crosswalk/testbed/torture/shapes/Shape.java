package io.crosswalk.testbed.torture.shapes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/** A part of a transaction. It neither commits nor rolls back the whole. */
public interface Shape {

    /** What it is called in a report. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Does it, within the open transaction. */
    void run(Connection connection, SplittableRandom random) throws SQLException;

    /** Runs a statement; the number of its rows. */
    static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        }
    }

    /** The first value of a query; empty without a row. */
    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
