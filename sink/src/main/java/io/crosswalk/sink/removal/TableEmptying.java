package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Identifiers;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What a legacy TRUNCATE becomes: a DELETE. TRUNCATE itself is not MVCC-safe, refuses tables that foreign keys refer to, and would take
 * rows along that the migration does not own (PostgreSQL manual, TRUNCATE, "Notes").
 */
final class TableEmptying {

    private TableEmptying() {}

    static void empty(Connection connection, TargetTable table) throws SQLException {
        String name = Identifiers.quote(table.id());
        String key = Identifiers.quote(table.key().names().get(0));
        if (table.account().isEmpty()) {
            execute(connection, "DELETE FROM " + name, null);
            return;
        }
        // Accounts that were there before stay.
        execute(
                connection,
                "DELETE FROM " + name + " WHERE " + key
                        + " IN (SELECT new_id FROM crosswalk.id_mappings WHERE table_name = ? AND created)",
                table.account().get().space());
    }

    private static void execute(Connection connection, String sql, @Nullable String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            statement.executeUpdate();
        }
    }
}
