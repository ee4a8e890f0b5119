package io.crosswalk.operations.plan.prepare;

import io.crosswalk.operations.plan.ddl.Step;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads and writes {@code crosswalk.prepared}: what prepare did for one migration. */
final class PreparedSteps {

    private final String name;

    PreparedSteps(String name) {
        this.name = name;
    }

    /** What was done, by phase, in order; empty where the table does not exist. */
    Map<Integer, List<Step>> read(Connection connection) throws SQLException {
        Map<Integer, List<Step>> steps = new TreeMap<>();
        if (!isThere(connection)) {
            return steps;
        }
        String sql =
                "SELECT phase, what, statement, undo FROM crosswalk.prepared WHERE name = ? ORDER BY phase, number";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    steps.computeIfAbsent(row.getInt(1), phase -> new ArrayList<>())
                            .add(new Step(row.getString(2), row.getString(3), row.getString(4)));
                }
            }
        }
        return steps;
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass('crosswalk.prepared')");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1) != null;
        }
    }

    /** Writes a step down, in the transaction that takes it. */
    void add(Connection connection, int phase, Step step) throws SQLException {
        String sql = """
                INSERT INTO crosswalk.prepared (name, phase, number, what, statement, undo)
                SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM crosswalk.prepared WHERE name = ? AND phase = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setInt(2, phase);
            statement.setString(3, step.what());
            statement.setString(4, step.apply());
            statement.setString(5, step.undo());
            statement.setString(6, name);
            statement.setInt(7, phase);
            statement.executeUpdate();
        }
    }

    /** Forgets everything. */
    void clear(Connection connection) throws SQLException {
        if (isThere(connection)) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM crosswalk.prepared WHERE name = ?")) {
                statement.setString(1, name);
                statement.executeUpdate();
            }
        }
    }
}
