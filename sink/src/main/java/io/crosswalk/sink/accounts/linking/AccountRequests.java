package io.crosswalk.sink.accounts.linking;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code crosswalk.account_requests}: the accounts that the authentication service was asked for. A request is committed before the service is
 * asked, so that an account which is found later under the requested id is known to be ours, also after a kill in between.
 */
final class AccountRequests {

    private AccountRequests() {}

    /** Notes requests; the connection must be in autocommit. Never waits for the transaction that asks for it. */
    static void note(Connection own, String space, Map<String, String> idsByUser) throws SQLException {
        write(own, space, idsByUser, "NOTHING");
    }

    /** The account is ours and shall stay. */
    static void keep(Connection connection, String space, Map<String, String> idsByUser) throws SQLException {
        write(connection, space, idsByUser, "UPDATE SET new_id = EXCLUDED.new_id, doomed = false");
    }

    private static void write(Connection connection, String space, Map<String, String> idsByUser, String conflict)
            throws SQLException {
        if (idsByUser.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO crosswalk.account_requests (table_name, old_id, new_id)"
                + " SELECT ?, o, n::uuid FROM unnest(?::text[], ?::text[]) AS s (o, n)"
                + " ON CONFLICT (table_name, old_id) DO " + conflict;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(
                    2, connection.createArrayOf("text", idsByUser.keySet().toArray()));
            statement.setArray(
                    3, connection.createArrayOf("text", idsByUser.values().toArray()));
            statement.executeUpdate();
        }
    }

    /** The ids that some users' accounts have, or were asked for with. */
    static Map<String, String> ids(Connection connection, String space, Collection<String> users) throws SQLException {
        Map<String, String> ids = new HashMap<>();
        String sql = "SELECT old_id, new_id::text FROM crosswalk.account_requests" + OF_USERS;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", users.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return ids;
    }

    /** Notes what the service has of an account. */
    static void sent(Connection connection, String space, String user, String digest) throws SQLException {
        String sql = "UPDATE crosswalk.account_requests SET sent = ? WHERE table_name = ? AND old_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, digest);
            statement.setString(2, space);
            statement.setString(3, user);
            statement.executeUpdate();
        }
    }

    /** The digests of what the service has; empty text where it has not answered yet. */
    static Map<String, String> digests(Connection connection, String space, Collection<String> users)
            throws SQLException {
        Map<String, String> digests = new HashMap<>();
        String sql = "SELECT old_id, coalesce(sent, '') FROM crosswalk.account_requests"
                + " WHERE table_name = ? AND old_id = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", users.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    digests.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return digests;
    }

    /** The users are gone: their accounts are to be deleted once that is committed. */
    static void doom(Connection connection, String space, Collection<String> users) throws SQLException {
        execute(connection, "UPDATE crosswalk.account_requests SET doomed = true" + OF_USERS, space, users);
    }

    static void doomAll(Connection connection, String space) throws SQLException {
        String sql = "UPDATE crosswalk.account_requests SET doomed = true WHERE table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.executeUpdate();
        }
    }

    /** Takes requests back that came to nothing, or that are done with. */
    static void forget(Connection connection, String space, Collection<String> users) throws SQLException {
        execute(connection, "DELETE FROM crosswalk.account_requests" + OF_USERS, space, users);
    }

    /** An account that shall go. */
    record Doomed(String user, String id) {}

    /** Some accounts that shall go. */
    static List<Doomed> doomed(Connection connection, String space, int most) throws SQLException {
        List<Doomed> doomed = new ArrayList<>();
        String sql =
                "SELECT old_id, new_id::text FROM crosswalk.account_requests WHERE table_name = ? AND doomed LIMIT "
                        + most;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    doomed.add(new Doomed(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return doomed;
    }

    /** A legacy user got another id. */
    static void move(Connection connection, String space, String formerId, String id) throws SQLException {
        String sql = "UPDATE crosswalk.account_requests SET old_id = ? WHERE table_name = ? AND old_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, space);
            statement.setString(3, formerId);
            statement.executeUpdate();
        }
    }

    private static final String OF_USERS = " WHERE table_name = ? AND old_id = ANY (?)";

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
