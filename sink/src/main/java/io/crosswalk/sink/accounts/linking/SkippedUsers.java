package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.sink.rows.PendingRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code crosswalk.skipped_users}: legacy users who get no account, because the mapping says so of those without an e-mail address. What
 * their own row gives to other tables, and needs an account, is left out too.
 */
public final class SkippedUsers {

    private SkippedUsers() {}

    static void add(Connection connection, String space, Collection<String> users) throws SQLException {
        execute(
                connection,
                "INSERT INTO crosswalk.skipped_users (table_name, old_id) SELECT ?, unnest(?::text[])"
                        + " ON CONFLICT DO NOTHING",
                space,
                users);
    }

    static void remove(Connection connection, String space, Collection<String> users) throws SQLException {
        execute(
                connection,
                "DELETE FROM crosswalk.skipped_users WHERE table_name = ? AND old_id = ANY (?)",
                space,
                users);
    }

    static void removeAll(Connection connection, String space) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.skipped_users WHERE table_name = ?")) {
            statement.setString(1, space);
            statement.executeUpdate();
        }
    }

    /** Those of some users who are skipped. */
    public static Set<String> among(Connection connection, String space, Collection<String> users) throws SQLException {
        Set<String> skipped = new HashSet<>();
        if (users.isEmpty()) {
            return skipped;
        }
        String sql = "SELECT old_id FROM crosswalk.skipped_users WHERE table_name = ? AND old_id = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", users.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    skipped.add(rows.getString(1));
                }
            }
        }
        return skipped;
    }

    /** Rows without those that their user's own legacy row gives, where that user is skipped. */
    public static List<PendingRow> leaveOut(Connection connection, List<PendingRow> rows) throws SQLException {
        Map<String, Set<String>> users = new HashMap<>();
        for (PendingRow row : rows) {
            ownUser(row)
                    .ifPresent(key -> users.computeIfAbsent((String) key.value(0), space -> new HashSet<>())
                            .add((String) key.value(1)));
        }
        Set<Key> skipped = new HashSet<>();
        for (Map.Entry<String, Set<String>> space : users.entrySet()) {
            among(connection, space.getKey(), space.getValue())
                    .forEach(user -> skipped.add(IdMappings.key(space.getKey(), user)));
        }
        return skipped.isEmpty()
                ? rows
                : rows.stream()
                        .filter(row -> ownUser(row).filter(skipped::contains).isEmpty())
                        .toList();
    }

    /** The user, by key space and legacy id, whose own row this comes from, when it needs that user's account. */
    private static Optional<Key> ownUser(PendingRow row) {
        return row.row()
                .lookups()
                .filter(lookup -> lookup.table().equals(IdMappings.TABLE)
                        && lookup.key().value(1).equals(row.origin().key())
                        && isSpace(lookup.key().value(0), row.origin().table()))
                .map(Lookup::key)
                .findFirst();
    }

    // A key space is called by its legacy table, with the schema where that is not the default.
    private static boolean isSpace(Object space, TableId table) {
        return space.equals(table.name()) || space.equals(table.toString());
    }

    private static void execute(Connection connection, String sql, String space, Collection<String> users)
            throws SQLException {
        if (users.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", users.toArray()));
            statement.executeUpdate();
        }
    }
}
