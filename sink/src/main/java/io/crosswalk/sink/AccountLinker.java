package io.crosswalk.sink;

import io.crosswalk.pipeline.IdMappings;
import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Refusal;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.TargetTable;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, once for each legacy user, which account is theirs: the one that exists with the same e-mail address in lower case, else one
 * with an id of ours. The decision is a row in {@code crosswalk.id_mappings}; it never changes afterwards, whatever the address becomes.
 */
final class AccountLinker {

    private final Catalog catalog;

    AccountLinker(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Links the users of some account rows.
     *
     * @param rows rows of the account table, symbolic; a row whose user cannot be linked gets a {@link Refusal} as its key value
     * @return the rows, and the wait keys of the links that are new
     */
    Linked link(Connection connection, TargetTable table, List<PendingRow> rows) throws SQLException {
        TargetTable.Account account = table.account().orElseThrow();
        String keyColumn = table.key().names().get(0);
        Map<String, String> derivedByOldId = new LinkedHashMap<>();
        Map<String, @Nullable String> matchByOldId = new HashMap<>();
        for (PendingRow row : rows) {
            if (row.row().value(keyColumn) instanceof Lookup lookup && lookup.otherwise() instanceof String derived) {
                String oldId = (String) lookup.key().value(1);
                derivedByOldId.put(oldId, derived);
                matchByOldId.put(oldId, match(row.row(), account.matchColumn().orElseThrow()));
            }
        }
        derivedByOldId
                .keySet()
                .removeAll(links(connection, account.space(), derivedByOldId.keySet())
                        .keySet());
        if (derivedByOldId.isEmpty()) {
            return new Linked(rows, Set.of());
        }
        Map<String, String> decisions = new LinkedHashMap<>();
        Map<String, String> refusals = new HashMap<>();
        decide(connection, table, derivedByOldId, matchByOldId, decisions, refusals);
        store(connection, account.space(), decisions, derivedByOldId);
        Set<String> arrived = new HashSet<>();
        decisions.keySet().forEach(oldId -> arrived.add(WaitKey.ofAccount(account.space(), oldId)));
        return new Linked(refuse(rows, keyColumn, refusals), arrived);
    }

    /** What {@link #link} did. */
    record Linked(List<PendingRow> rows, Set<String> arrived) {}

    private static @Nullable String match(Row row, String column) {
        return row.value(column) instanceof String text && !text.isEmpty() ? text.toLowerCase(Locale.ROOT) : null;
    }

    /**
     * The account of a legacy user.
     *
     * @param created whether the migration created it; one that was there before is never written or deleted
     */
    record Link(String accountId, boolean created) {}

    /** The links of some legacy users that have one. */
    static Map<String, Link> links(Connection connection, String space, Collection<String> oldIds) throws SQLException {
        Map<String, Link> links = new HashMap<>();
        if (oldIds.isEmpty()) {
            return links;
        }
        String sql =
                "SELECT old_id, new_id::text, created FROM crosswalk.id_mappings WHERE table_name = ? AND old_id = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", oldIds.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    links.put(rows.getString(1), new Link(rows.getString(2), rows.getBoolean(3)));
                }
            }
        }
        return links;
    }

    /** Every legacy user that has a link. */
    static List<String> users(Connection connection, String space) throws SQLException {
        List<String> users = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT old_id FROM crosswalk.id_mappings WHERE table_name = ?")) {
            statement.setString(1, space);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    users.add(rows.getString(1));
                }
            }
        }
        return users;
    }

    /** A legacy user got another id; the account stays whose it is. */
    static void move(Connection connection, String space, String formerId, String id) throws SQLException {
        String sql = "UPDATE crosswalk.id_mappings SET old_id = ? WHERE table_name = ? AND old_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, space);
            statement.setString(3, formerId);
            statement.executeUpdate();
        }
    }

    /** The legacy user whose account a row of an account table is or belongs to. */
    static Optional<String> userOf(Row row) {
        return row.lookups()
                .filter(lookup -> lookup.table().equals(IdMappings.TABLE) && lookup.otherwise() instanceof String)
                .map(lookup -> (String) lookup.key().value(1))
                .findFirst();
    }

    private void decide(
            Connection connection,
            TargetTable table,
            Map<String, String> derivedByOldId,
            Map<String, @Nullable String> matchByOldId,
            Map<String, String> decisions,
            Map<String, String> refusals)
            throws SQLException {
        Map<String, List<Existing>> existing = existing(connection, table, matchByOldId);
        Set<String> taken = new HashSet<>();
        derivedByOldId.forEach((oldId, derived) -> {
            String match = matchByOldId.get(oldId);
            List<Existing> accounts = match == null ? List.of() : existing.getOrDefault(match, List.of());
            if (accounts.size() > 1) {
                refusals.put(oldId, "several accounts have this e-mail address in lower case");
            } else if (accounts.size() == 1 && accounts.get(0).linked()) {
                refusals.put(oldId, "another legacy user is linked to the account with this e-mail address");
            } else if (match != null && !taken.add(match)) {
                refusals.put(oldId, "another legacy user has the same e-mail address in lower case");
            } else {
                decisions.put(
                        oldId, accounts.isEmpty() ? derived : accounts.get(0).id());
            }
        });
    }

    private record Existing(String id, boolean linked) {}

    private Map<String, List<Existing>> existing(
            Connection connection, TargetTable table, Map<String, @Nullable String> matchByOldId) throws SQLException {
        TargetTable.Account account = table.account().orElseThrow();
        String key = Identifiers.quote(table.key().names().get(0));
        String match = Identifiers.quote(account.matchColumn().orElseThrow());
        boolean hasSso =
                catalog.table(table.id()).orElseThrow().column("is_sso_user").isPresent();
        // Accounts of a single sign-on provider may repeat an address; the service itself leaves them out of its unique
        // index.
        String sql = "SELECT t." + key + "::text, lower(t." + match
                + "::text), EXISTS (SELECT FROM crosswalk.id_mappings m"
                + " WHERE m.table_name = ? AND m.new_id = t." + key + ") FROM " + Identifiers.quote(table.id())
                + " AS t WHERE lower(t." + match + "::text) = ANY (?)" + (hasSso ? " AND NOT t.is_sso_user" : "");
        Map<String, List<Existing>> existing = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, account.space());
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            matchByOldId.values().stream()
                                    .filter(m -> m != null)
                                    .toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.computeIfAbsent(rows.getString(2), m -> new ArrayList<>())
                            .add(new Existing(rows.getString(1), rows.getBoolean(3)));
                }
            }
        }
        return existing;
    }

    private static void store(
            Connection connection, String space, Map<String, String> decisions, Map<String, String> derivedByOldId)
            throws SQLException {
        String sql = "INSERT INTO crosswalk.id_mappings (table_name, old_id, new_id, created)"
                + " SELECT ?, o, n::uuid, n = d FROM unnest(?::text[], ?::text[], ?::text[]) AS s (o, n, d)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(
                    2, connection.createArrayOf("text", decisions.keySet().toArray()));
            statement.setArray(
                    3, connection.createArrayOf("text", decisions.values().toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            decisions.keySet().stream().map(derivedByOldId::get).toArray()));
            statement.executeUpdate();
        }
    }

    private static List<PendingRow> refuse(List<PendingRow> rows, String keyColumn, Map<String, String> refusals) {
        if (refusals.isEmpty()) {
            return rows;
        }
        return rows.stream().map(row -> refuse(row, keyColumn, refusals)).toList();
    }

    private static PendingRow refuse(PendingRow pending, String keyColumn, Map<String, String> refusals) {
        Row row = pending.row();
        int index = row.columns().indexOf(keyColumn);
        if (row.value(index) instanceof Lookup lookup && lookup.key().value(1) instanceof String oldId) {
            String reason = refusals.get(oldId);
            if (reason != null) {
                @Nullable Object[] values = new @Nullable Object[row.columns().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i == index ? new Refusal(reason) : row.value(i);
                }
                return pending.with(Row.of(row.columns(), values));
            }
        }
        return pending;
    }

    /** Forgets the links of deleted users. */
    static void unlink(Connection connection, String space, List<String> oldIds) throws SQLException {
        String sql = "DELETE FROM crosswalk.id_mappings WHERE table_name = ? AND old_id = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", oldIds.toArray()));
            statement.executeUpdate();
        }
    }
}
