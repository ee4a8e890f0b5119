package io.crosswalk.operations.quarantine;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are set aside, those of one table together, the longest waiting first.
 *
 * @param rows at most as many as were asked for
 * @param total how many there are
 * @param waived how many of them are waived
 */
public record QuarantineList(List<QuarantinedRow> rows, long total, long waived) {

    public QuarantineList {
        rows = List.copyOf(rows);
    }

    /** Reads it. The control schema must be there. */
    public static QuarantineList read(Connection connection, String name, Selection selection, int most)
            throws SQLException {
        String table = ControlTable.readable(connection);
        List<QuarantinedRow> rows = new ArrayList<>();
        String sql =
                "SELECT target_table, target_key, source_table, source_key, reason, waits_for, first_seen, last_seen,"
                        + " attempts, retry_requested IS NOT NULL, waived_by, waived_reason, waived_at,"
                        + " to_jsonb(quarantine) ->> 'position' FROM " + table
                        + Selection.WHERE + " ORDER BY target_table, first_seen, target_key LIMIT " + most;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, 1, name);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        String counts = "SELECT count(*), count(waived_at) FROM " + table + Selection.WHERE;
        try (PreparedStatement statement = connection.prepareStatement(counts)) {
            selection.bind(statement, 1, name);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new QuarantineList(rows, result.getLong(1), result.getLong(2));
            }
        }
    }

    /** The target tables that have rows in the quarantine. */
    public static List<String> tables(Connection connection, String name) throws SQLException {
        List<String> tables = new ArrayList<>();
        String sql = "SELECT DISTINCT target_table FROM crosswalk.quarantine WHERE name = ? ORDER BY 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(result.getString(1));
                }
            }
        }
        return tables;
    }

    private static QuarantinedRow row(ResultSet result) throws SQLException {
        Array waitsFor = result.getArray(6);
        Optional<Waiver> waiver = result.getTimestamp(13) == null
                ? Optional.empty()
                : Optional.of(new Waiver(
                        result.getString(11),
                        result.getString(12),
                        result.getTimestamp(13).toInstant()));
        return new QuarantinedRow(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                List.of((String[]) waitsFor.getArray()),
                result.getString(14),
                result.getTimestamp(7).toInstant(),
                result.getTimestamp(8).toInstant(),
                result.getInt(9),
                result.getBoolean(10),
                waiver);
    }
}
