package io.crosswalk.operations.quarantine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether {@code crosswalk.quarantine} has its newer columns: an older Crosswalk made it without, until the next run or request. */
final class ControlTable {

    private ControlTable() {}

    static boolean isCurrent(Connection connection) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('crosswalk.quarantine')"
                + " AND attname = 'waived_at')";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** What to select from, so that all columns are there. */
    static String readable(Connection connection) throws SQLException {
        return isCurrent(connection)
                ? "crosswalk.quarantine"
                : "(SELECT *, NULL::timestamptz AS retry_requested, NULL::timestamptz AS waived_at, NULL::text AS waived_by,"
                        + " NULL::text AS waived_reason FROM crosswalk.quarantine) AS quarantine";
    }
}
