package io.crosswalk.testbed.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.testbed.server.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The service's side of a target of Supabase's shape: accounts in {@code auth.users}, written on connections of its own. */
public record AuthTables(Database database) implements FakeAuth.Accounts {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<ObjectNode> all() throws SQLException {
        List<ObjectNode> all = new ArrayList<>();
        try (Connection own = database.connect();
                Statement statement = own.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, email FROM auth.users ORDER BY id")) {
            while (rows.next()) {
                all.add(JSON.createObjectNode().put("id", rows.getString(1)).put("email", rows.getString(2)));
            }
        }
        return all;
    }

    @Override
    public void insert(JsonNode account) throws SQLException {
        change(
                """
                WITH made AS (
                    INSERT INTO auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_user_meta_data, created_at)
                    VALUES (?::uuid, 'authenticated', 'authenticated', lower(?), ?, now(), ?::jsonb, now()) RETURNING id, email)
                INSERT INTO auth.identities (provider_id, user_id, identity_data, provider)
                SELECT id, id, jsonb_build_object('sub', id, 'email', email), 'email' FROM made""",
                account.path("id").asText(),
                account.path("email").asText(),
                account.path("password_hash").asText(),
                account.path("user_metadata").toString());
    }

    @Override
    public boolean update(String id, JsonNode changes) throws SQLException {
        return change(
                        "UPDATE auth.users SET email = lower(?), raw_user_meta_data = ?::jsonb WHERE id = ?::uuid",
                        changes.path("email").asText(),
                        changes.path("user_metadata").toString(),
                        id)
                == 1;
    }

    @Override
    public boolean delete(String id) throws SQLException {
        return change("DELETE FROM auth.users WHERE id = ?::uuid", id) == 1;
    }

    private int change(String sql, String... values) throws SQLException {
        try (Connection own = database.connect();
                PreparedStatement statement = own.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
