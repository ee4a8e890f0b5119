package io.crosswalk.operations.check;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A question in SQL with its parameters.
 *
 * @param parameters texts, numbers, or collections, which become arrays of text
 */
public record Query(String sql, List<Object> parameters) {

    /** Makes a value of the row that the cursor stands on. */
    @FunctionalInterface
    public interface RowReader<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    public static Query of(String sql, Object... parameters) {
        return new Query(sql, List.of(parameters));
    }

    /** One value for each row. */
    public <T extends @Nullable Object> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
        List<T> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                Object parameter = parameters.get(i);
                statement.setObject(
                        i + 1,
                        parameter instanceof Collection<?> items
                                ? connection.createArrayOf("text", items.toArray())
                                : parameter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(reader.read(rows));
                }
            }
        }
        return values;
    }

    /** The value of the only row. */
    public <T extends @Nullable Object> T one(Connection connection, RowReader<T> reader) throws SQLException {
        List<T> values = list(connection, reader);
        if (values.size() != 1) {
            throw new SQLException(values.size() + " rows instead of one");
        }
        return values.get(0);
    }

    /** The first column of the only row. */
    public String text(Connection connection) throws SQLException {
        return one(connection, row -> String.valueOf(row.getString(1)));
    }

    /** The first column of every row. */
    public List<String> texts(Connection connection) throws SQLException {
        return list(connection, row -> String.valueOf(row.getString(1)));
    }

    public long number(Connection connection) throws SQLException {
        return one(connection, row -> row.getLong(1));
    }

    public boolean holds(Connection connection) throws SQLException {
        return one(connection, row -> row.getBoolean(1));
    }
}
