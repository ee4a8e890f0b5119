package io.crosswalk.sink.accounts.linking;

import io.crosswalk.sink.accounts.linking.AccountDecision.User;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The ids that accounts of ours get: the one that is computed from the legacy id, or a further one where another legacy user has that. A
 * user with another id keeps the account, and whoever takes the former id must not get the same.
 */
final class AccountIds {

    private AccountIds() {}

    /** The same users, each with an id that is nobody else's; with the one that the service was asked for where it was. */
    static List<User> free(Connection connection, String space, Collection<User> users) throws SQLException {
        if (users.isEmpty()) {
            return List.of();
        }
        Map<String, String> ids = new LinkedHashMap<>();
        users.forEach(user -> ids.put(user.oldId(), user.derived()));
        ids.putAll(AccountRequests.ids(connection, space, ids.keySet()));
        Set<String> taken = taken(connection, space, ids);
        for (int attempt = 1; !taken.isEmpty(); attempt++) {
            for (User user : users) {
                if (taken.contains(user.oldId())) {
                    ids.put(user.oldId(), further(user.derived(), attempt));
                }
            }
            taken = taken(connection, space, ids);
        }
        return users.stream()
                .map(user ->
                        new User(user.oldId(), Objects.requireNonNull(ids.get(user.oldId())), user.match(), user.row()))
                .toList();
    }

    /** Computed like every id: the same history gives the same ids anywhere. */
    private static String further(String derived, int attempt) {
        return UUID.nameUUIDFromBytes((derived + "/" + attempt).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The users whose id another one has, or another one's account that the service has yet to make or to delete. */
    private static Set<String> taken(Connection connection, String space, Map<String, String> idsByUser)
            throws SQLException {
        String sql = "SELECT s.o FROM unnest(?::text[], ?::text[]) AS s (o, n) WHERE EXISTS (SELECT FROM"
                + " crosswalk.id_mappings AS m WHERE m.table_name = ? AND m.new_id = s.n::uuid AND m.old_id <> s.o)"
                + " OR EXISTS (SELECT FROM crosswalk.account_requests AS r WHERE r.table_name = ? AND r.new_id = s.n::uuid"
                + " AND r.old_id <> s.o)";
        Set<String> taken = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", idsByUser.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("text", idsByUser.values().toArray()));
            statement.setString(3, space);
            statement.setString(4, space);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getString(1));
                }
            }
        }
        return taken;
    }
}
