package io.crosswalk.testbed.kamdental.writes;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * One session of the application: short statements inside explicit transactions, counted. For one thread; closing it
 * rolls back what is not committed.
 */
public final class LegacyConnection implements AutoCloseable {

    private final Connection connection;
    private final Runnable onCommit;
    private final Runnable onRollback;

    /** Takes the connection over; the two listeners hear each commit and each deliberate rollback. */
    public LegacyConnection(Connection connection, Runnable onCommit, Runnable onRollback) throws SQLException {
        this.connection = connection;
        this.onCommit = onCommit;
        this.onRollback = onRollback;
        connection.setAutoCommit(false);
    }

    public void commit() throws SQLException {
        connection.commit();
        onCommit.run();
    }

    /** A rollback that the application wants. */
    public void rollBack() throws SQLException {
        connection.rollback();
        onRollback.run();
    }

    /** A rollback after an error. */
    public void abandon() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Runs a statement and returns the number of rows it touched. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** The first column of the first row, or null. */
    @Nullable
    String text(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** The text columns of all rows. */
    List<List<String>> rows(String sql, @Nullable Object... values) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(rows.getString(column));
                    }
                    all.add(row);
                }
            }
        }
        return all;
    }

    /** What Prisma writes for "now": UTC, in milliseconds. */
    static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.VARCHAR);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
