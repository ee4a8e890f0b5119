package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Identifiers;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the accounts that exist already, by e-mail address in lower case and by id. */
final class AccountSearch {

    private final Catalog catalog;

    AccountSearch(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * An account that is there.
     *
     * @param linked whether a legacy user has it
     * @param requestedBy the legacy user for whom the service was asked for it; null when it was not
     * @param doomed whether its user is gone and the service has yet to delete it
     */
    record Existing(String id, boolean linked, @Nullable String requestedBy, boolean doomed) {}

    /** What was found. */
    record Found(Map<String, List<Existing>> byMatch, Map<String, Existing> byId) {}

    /** True when the role may look into the account table: with a service it need not. */
    static boolean isReadable(Connection connection, TargetTable table) throws SQLException {
        String sql = "SELECT has_schema_privilege(?, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().schema());
            statement.setString(2, table.id().schema());
            statement.setString(3, table.id().name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** What the control tables know of an account whose row cannot be seen. */
    static Existing claim(Connection connection, String space, String id) throws SQLException {
        String sql = "SELECT EXISTS (SELECT FROM crosswalk.id_mappings m WHERE m.table_name = s.t AND m.new_id = s.i),"
                + " r.old_id, coalesce(r.doomed, false) FROM (SELECT ?::text, ?::uuid) AS s (t, i)"
                + " LEFT JOIN crosswalk.account_requests AS r ON r.table_name = s.t AND r.new_id = s.i";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setString(2, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Existing(id, row.getBoolean(1), row.getString(2), row.getBoolean(3));
            }
        }
    }

    Found find(Connection connection, TargetTable table, Collection<String> matches, Collection<String> ids)
            throws SQLException {
        TargetTable.Account account = table.account().orElseThrow();
        String key = Identifiers.quote(table.key().names().get(0));
        String match = Identifiers.quote(account.matchColumn().orElseThrow());
        boolean hasSso =
                catalog.table(table.id()).orElseThrow().column("is_sso_user").isPresent();
        // Accounts of a single sign-on provider may repeat an address; the service itself leaves them out of its unique
        // index.
        String sql = "SELECT t." + key + "::text, lower(t." + match
                + "::text), EXISTS (SELECT FROM crosswalk.id_mappings m WHERE m.table_name = ? AND m.new_id = t." + key
                + "), r.old_id, coalesce(r.doomed, false)" + (hasSso ? ", t.is_sso_user" : ", false") + " FROM "
                + Identifiers.quote(table.id())
                + " AS t LEFT JOIN crosswalk.account_requests AS r ON r.table_name = ? AND r.new_id = t." + key
                + " WHERE lower(t." + match + "::text) = ANY (?) OR t." + key + " = ANY (?::uuid[])";
        Found found = new Found(new HashMap<>(), new HashMap<>());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, account.space());
            statement.setString(2, account.space());
            statement.setArray(3, connection.createArrayOf("text", matches.toArray()));
            statement.setArray(4, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Existing existing =
                            new Existing(rows.getString(1), rows.getBoolean(3), rows.getString(4), rows.getBoolean(5));
                    found.byId().put(existing.id(), existing);
                    String address = rows.getString(2);
                    if (address != null && !rows.getBoolean(6)) {
                        found.byMatch()
                                .computeIfAbsent(address, m -> new ArrayList<>())
                                .add(existing);
                    }
                }
            }
        }
        return found;
    }
}
