package io.crosswalk.operations.quarantine;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.sink.ledger.ControlSchema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What people ask about rows in the quarantine: marks on these rows, nothing else. The sink, which alone writes the target, sees them with
 * its next batch. Each method is one statement; the connection must be in autocommit.
 */
public final class QuarantineRequests {

    private final Connection connection;
    private final String name;

    /** Makes the columns that an older control schema lacks. */
    public QuarantineRequests(Connection connection, String name) throws SQLException {
        this.connection = connection;
        this.name = name;
        try (Statement statement = connection.createStatement()) {
            // The sink holds rows of the quarantine for as long as one target transaction takes.
            statement.execute("SET lock_timeout = '20s'");
        }
        if (!ControlTable.isCurrent(connection)) {
            ControlSchema.install(connection);
        }
    }

    /**
     * Asks for rows to be tried again, whatever they wait for.
     *
     * @return how many rows were meant
     */
    public int retry(Selection selection) throws SQLException {
        int meant = update("retry_requested = clock_timestamp()", selection);
        Failpoint.RETRY_REQUESTED.reached();
        return meant;
    }

    /** How many of these requests are open. */
    public long open(Selection selection) throws SQLException {
        String sql = "SELECT count(*) FROM crosswalk.quarantine" + Selection.WHERE + " AND retry_requested IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, 1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /**
     * Says that rows may stay out of the target: they are kept and counted apart, and do not block the cutover.
     *
     * @return how many rows were meant
     */
    public int waive(Selection selection, String by, String reason) throws SQLException {
        int meant = update("waived_at = clock_timestamp(), waived_by = ?, waived_reason = ?", selection, by, reason);
        Failpoint.WAIVED.reached();
        return meant;
    }

    /** Takes waivers back; returns how many rows were waived. */
    public int unwaive(Selection selection) throws SQLException {
        String sql = "UPDATE crosswalk.quarantine SET waived_at = NULL, waived_by = NULL, waived_reason = NULL"
                + Selection.WHERE + " AND waived_at IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            selection.bind(statement, 1, name);
            return statement.executeUpdate();
        }
    }

    private int update(String assignments, Selection selection, String... values) throws SQLException {
        String sql = "UPDATE crosswalk.quarantine SET " + assignments + Selection.WHERE;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            selection.bind(statement, values.length + 1, name);
            return statement.executeUpdate();
        }
    }
}
