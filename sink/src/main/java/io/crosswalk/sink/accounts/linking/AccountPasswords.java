package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Identifiers;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Carries passwords that change after a service has made their account: its API takes a hash for a new account only, so the hash goes into
 * the account table itself, where the role may write that column. It is committed at once, like a change that the service makes: sent again
 * it says the same, and no row stays locked that the service may want.
 */
final class AccountPasswords {

    /** What Supabase Auth calls the column. */
    static final String COLUMN = "encrypted_password";

    private final DatabaseAddress address;

    AccountPasswords(DatabaseAddress address) {
        this.address = address;
    }

    /** Notes what a row says of the password; a row that does not know it says nothing. */
    static void note(Map<String, @Nullable String> hashes, String id, Row row) {
        if (row.columns().contains(COLUMN) && (row.value(COLUMN) == null || row.value(COLUMN) instanceof String)) {
            hashes.put(id, (String) row.value(COLUMN));
        }
    }

    /**
     * Brings accounts up to date.
     *
     * @param hashes by account; null where the user has no password
     */
    void follow(Connection connection, TargetTable table, Map<String, @Nullable String> hashes) throws SQLException {
        if (hashes.isEmpty() || !isWritable(connection, table) || !differ(connection, table, hashes)) {
            return;
        }
        String sql = "UPDATE " + Identifiers.quote(table.id()) + " AS a SET " + COLUMN + " = s.hash" + DIFFERENT;
        try (Connection own = address.connect("crosswalk accounts");
                Statement timeout = own.createStatement();
                PreparedStatement statement = own.prepareStatement(sql)) {
            timeout.execute("SET lock_timeout = '5s'");
            bind(own, statement, hashes);
            statement.executeUpdate();
        }
    }

    private static final String DIFFERENT = " FROM unnest(?::uuid[], ?::text[]) AS s (id, hash)"
            + " WHERE a.id = s.id AND nullif(a." + COLUMN + ", '') IS DISTINCT FROM nullif(s.hash, '')";

    private static boolean differ(Connection connection, TargetTable table, Map<String, @Nullable String> hashes)
            throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM " + Identifiers.quote(table.id()) + " AS a,"
                + DIFFERENT.replaceFirst(" FROM", "") + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, hashes);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Map<String, @Nullable String> hashes)
            throws SQLException {
        Array ids = connection.createArrayOf("text", hashes.keySet().toArray());
        statement.setArray(1, ids);
        statement.setArray(2, connection.createArrayOf("text", hashes.values().toArray()));
    }

    private static boolean isWritable(Connection connection, TargetTable table) throws SQLException {
        String sql = """
                SELECT has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT')
                       AND has_column_privilege(c.oid, a.attnum, 'UPDATE')
                       AND has_column_privilege(c.oid, 'id', 'SELECT')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE n.nspname = ? AND c.relname = ? AND a.attname = '""" + COLUMN + "'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
