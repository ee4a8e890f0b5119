package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.accounts.linking.AccountDecision.Kind;
import io.crosswalk.sink.accounts.linking.AccountDecision.User;
import io.crosswalk.sink.accounts.linking.AccountSearch.Found;
import io.crosswalk.sink.accounts.linking.ServiceAccounts.Followed;
import io.crosswalk.sink.lookups.IdMappingWriter;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.rows.PendingRow;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, once for each legacy user, which account is theirs: the one that exists with the same e-mail address in lower case, else one
 * with an id of ours. The decision is a row in {@code crosswalk.id_mappings}; it never changes afterwards, whatever the address becomes.
 */
public final class AccountLinker {

    private final AccountSearch search;
    private final @Nullable ServiceAccounts service;

    /**
     * @param service makes accounts where the mapping leaves that to a service; null where it does not
     */
    public AccountLinker(Catalog catalog, @Nullable ServiceAccounts service) {
        this.search = new AccountSearch(catalog);
        this.service = service;
    }

    /** What {@link #link} did. */
    public record Linked(List<PendingRow> rows, Set<String> arrived) {}

    /**
     * Links the users of some account rows.
     *
     * @param rows rows of the account table, symbolic; a row whose user cannot be linked gets a {@link Refusal} as its key value
     * @return the rows, and the wait keys of the links that are new
     */
    public Linked link(Connection connection, TargetTable table, List<PendingRow> rows) throws SQLException {
        Account account = table.account().orElseThrow();
        Map<String, User> users = users(table, rows);
        Map<String, Link> known = links(connection, account.space(), users.keySet());
        Followed before = follow(connection, table, ours(known), users.values());
        users.keySet().removeAll(known.keySet());
        Map<String, AccountDecision> decisions =
                decide(connection, table, AccountIds.free(connection, account.space(), users.values()));
        store(connection, account.space(), decisions);
        // An account that an earlier attempt made, and was cut off, may say less than this row does.
        Followed found = follow(connection, table, accounts(decisions), users.values());
        Map<String, String> refusals = new HashMap<>(before.refusals());
        refusals.putAll(found.refusals());
        Set<String> arrived = new HashSet<>();
        if (before.changed() || found.changed()) {
            arrived.add(WaitKey.anyIn(table.id()));
        }
        SkippedUsers.add(connection, account.space(), of(decisions, Kind.SKIPPED));
        decisions.forEach((user, decision) -> {
            if (decision.kind() == Kind.REFUSED) {
                refusals.put(user, decision.detail());
            } else if (decision.kind() != Kind.SKIPPED) {
                arrived.add(WaitKey.ofAccount(account.space(), user));
            }
        });
        return new Linked(RefusedUsers.mark(rows, table.key().names().get(0), refusals), arrived);
    }

    private Followed follow(
            Connection connection, TargetTable table, Map<String, String> accounts, Collection<User> users)
            throws SQLException {
        return accounts.isEmpty() || !table.account().orElseThrow().isWrittenByService()
                ? new Followed(Map.of(), false)
                : service(table).follow(connection, table, accounts, List.copyOf(users));
    }

    private static Map<String, String> ours(Map<String, Link> links) {
        Map<String, String> ours = new HashMap<>();
        links.forEach((user, link) -> {
            if (link.created()) {
                ours.put(user, link.accountId());
            }
        });
        return ours;
    }

    private static Map<String, String> accounts(Map<String, AccountDecision> decisions) {
        Map<String, String> ours = new HashMap<>();
        of(decisions, Kind.OURS)
                .forEach(user -> ours.put(
                        user, Objects.requireNonNull(decisions.get(user)).detail()));
        return ours;
    }

    private static Map<String, User> users(TargetTable table, List<PendingRow> rows) {
        String keyColumn = table.key().names().get(0);
        String matchColumn = table.account().orElseThrow().matchColumn().orElseThrow();
        Map<String, User> users = new LinkedHashMap<>();
        for (PendingRow row : rows) {
            if (row.row().value(keyColumn) instanceof Lookup lookup && lookup.otherwise() instanceof String derived) {
                String oldId = (String) lookup.key().value(1);
                users.put(oldId, new User(oldId, derived, match(row.row(), matchColumn), row));
            }
        }
        return users;
    }

    private static @Nullable String match(Row row, String column) {
        return row.value(column) instanceof String text && !text.isEmpty() ? text.toLowerCase(Locale.ROOT) : null;
    }

    private Map<String, AccountDecision> decide(Connection connection, TargetTable table, Collection<User> users)
            throws SQLException {
        Map<String, AccountDecision> decisions = new LinkedHashMap<>();
        if (users.isEmpty()) {
            return decisions;
        }
        Account account = table.account().orElseThrow();
        Found found = account.isWrittenByService()
                ? service(table).find(connection, table, users)
                : search.find(
                        connection,
                        table,
                        users.stream().map(User::match).filter(Objects::nonNull).toList(),
                        users.stream().map(User::derived).toList());
        Set<String> taken = new HashSet<>();
        List<User> wanting = new ArrayList<>();
        for (User user : users) {
            AccountDecision decision = AccountDecision.of(user, found, account.withoutMatch(), taken);
            decisions.put(user.oldId(), decision);
            if (decision.kind() == Kind.CREATE && account.isWrittenByService()) {
                wanting.add(user);
            }
        }
        if (account.isWrittenByService()) {
            AccountRequests.keep(connection, account.space(), accounts(decisions));
            decisions.putAll(service(table).create(connection, table, wanting));
        }
        return decisions;
    }

    private ServiceAccounts service(TargetTable table) {
        if (service == null) {
            throw new IllegalStateException("no service makes the accounts of " + table.id());
        }
        return service;
    }

    private static List<String> of(Map<String, AccountDecision> decisions, Kind kind) {
        return decisions.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The account of a legacy user.
     *
     * @param created whether the migration created it; one that was there before is never written or deleted
     */
    public record Link(String accountId, boolean created) {}

    /** The links of some legacy users that have one. */
    public static Map<String, Link> links(Connection connection, String space, Collection<String> oldIds)
            throws SQLException {
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
    public static List<String> users(Connection connection, String space) throws SQLException {
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
    public static void move(Connection connection, String space, String formerId, String id) throws SQLException {
        String sql = "UPDATE crosswalk.id_mappings SET old_id = ? WHERE table_name = ? AND old_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.setString(2, space);
            statement.setString(3, formerId);
            statement.executeUpdate();
        }
        AccountRequests.move(connection, space, formerId, id);
        SkippedUsers.remove(connection, space, List.of(formerId));
    }

    /** The legacy user whose account a row of an account table is or belongs to. */
    public static Optional<String> userOf(Row row) {
        return row.lookups()
                .filter(lookup -> lookup.table().equals(IdMappings.TABLE) && lookup.otherwise() instanceof String)
                .map(lookup -> (String) lookup.key().value(1))
                .findFirst();
    }

    private static void store(Connection connection, String space, Map<String, AccountDecision> decisions)
            throws SQLException {
        List<String> users = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        List<Boolean> created = new ArrayList<>();
        decisions.forEach((user, decision) -> {
            if (decision.kind() != Kind.REFUSED && decision.kind() != Kind.SKIPPED) {
                users.add(user);
                accounts.add(decision.detail());
                created.add(decision.kind() != Kind.FOUND);
            }
        });
        if (users.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO crosswalk.id_mappings (table_name, old_id, new_id, created)"
                + " SELECT ?, o, n::uuid, c FROM unnest(?::text[], ?::text[], ?::boolean[]) AS s (o, n, c)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", users.toArray()));
            statement.setArray(3, connection.createArrayOf("text", accounts.toArray()));
            statement.setArray(4, connection.createArrayOf("boolean", created.toArray()));
            statement.executeUpdate();
        }
        SkippedUsers.remove(connection, space, users);
    }

    /** The same for all users. */
    public static void unlinkAll(Connection connection, String space) throws SQLException {
        AccountRequests.doomAll(connection, space);
        SkippedUsers.removeAll(connection, space);
        IdMappingWriter.forgetAll(connection, space);
    }

    /** Forgets the links of deleted users; accounts that a service made for them are to be deleted. */
    public static void unlink(Connection connection, String space, Collection<String> oldIds) throws SQLException {
        AccountRequests.doom(connection, space, oldIds);
        SkippedUsers.remove(connection, space, oldIds);
        String sql = "DELETE FROM crosswalk.id_mappings WHERE table_name = ? AND old_id = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setArray(2, connection.createArrayOf("text", oldIds.toArray()));
            statement.executeUpdate();
        }
    }
}
