package io.crosswalk.sink.accounts.linking;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.accounts.Account;
import io.crosswalk.sink.accounts.AccountService;
import io.crosswalk.sink.accounts.AccountService.Answer;
import io.crosswalk.sink.accounts.AccountService.Outcome;
import io.crosswalk.sink.accounts.linking.AccountDecision.Kind;
import io.crosswalk.sink.accounts.linking.AccountDecision.User;
import io.crosswalk.sink.accounts.linking.AccountRequests.Doomed;
import io.crosswalk.sink.accounts.linking.AccountSearch.Found;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes, changes and deletes accounts through their service. The service commits by itself, so none of this rolls back with the target
 * transaction. That is safe, because each step may be done again:
 *
 * <ul>
 *   <li>Before the service is asked for an account, the request is committed on a connection of its own. A batch that is rolled back, or cut
 *       off by a kill, is applied again from the slot; it then finds the account under the requested id and knows it as ours. The source has
 *       committed the user, so the account is wanted in any case, or deleted by a later change of the same stream.
 *   <li>A change is sent while the batch is open. Applied again it says the same, and later changes follow in order.
 *   <li>A deletion is only noted in the batch and done after its commit: the service's cascades would wait for rows that the batch holds,
 *       while the batch waits for the service. A kill in between leaves the note, and the next start goes on from it.
 * </ul>
 *
 * <p>A trigger of the service's tables that writes a profile (handle_new_user) does so before the batch writes the same profile, and is
 * overwritten. Were it to wait for a row that the batch holds, the call would time out, and the batch would be rolled back and tried again.
 */
public final class ServiceAccounts {

    private static final int DELETED_AT_ONCE = 100;

    private final AccountService service;
    private final DatabaseAddress address;
    private final WriterSeat seat;
    private final AccountSearch search;
    private final AccountPasswords passwords;

    public ServiceAccounts(AccountService service, DatabaseAddress address, WriterSeat seat, Catalog catalog) {
        this.service = service;
        this.address = address;
        this.seat = seat;
        this.search = new AccountSearch(catalog);
        this.passwords = new AccountPasswords(address);
    }

    /** What exists; nothing where the role may not look, except what earlier requests may have made. */
    Found find(Connection connection, TargetTable table, Collection<User> users) throws SQLException {
        if (AccountSearch.isReadable(connection, table)) {
            return search.find(
                    connection,
                    table,
                    users.stream().map(User::match).filter(m -> m != null).toList(),
                    users.stream().map(User::derived).toList());
        }
        Found found = new Found(new HashMap<>(), new HashMap<>());
        String space = table.account().orElseThrow().space();
        Set<String> requested = AccountRequests.digests(
                        connection, space, users.stream().map(User::oldId).toList())
                .keySet();
        for (User user : users) {
            if (requested.contains(user.oldId()) && service.exists(user.derived())) {
                found.byId().put(user.derived(), AccountSearch.claim(connection, space, user.derived()));
            }
        }
        return found;
    }

    /**
     * Makes accounts.
     *
     * @return what came of each user: OURS, FOUND or REFUSED
     */
    Map<String, AccountDecision> create(Connection connection, TargetTable table, Collection<User> users)
            throws SQLException {
        Map<String, AccountDecision> results = new LinkedHashMap<>();
        String space = table.account().orElseThrow().space();
        Map<String, String> requests = new LinkedHashMap<>();
        for (User user : users) {
            String unfit = AccountRow.unfit(user.row().row());
            if (unfit == null) {
                requests.put(user.oldId(), user.derived());
            } else {
                results.put(user.oldId(), AccountDecision.refused(unfit));
            }
        }
        boolean noted = note(space, requests);
        for (User user : users) {
            if (requests.containsKey(user.oldId())) {
                results.put(
                        user.oldId(),
                        noted
                                ? create(connection, table, user)
                                : AccountDecision.refused("an earlier change of the same user is not committed yet"));
            }
        }
        return results;
    }

    /** False when the batch itself holds one of these requests: a user with that id was given another in the same batch. */
    private boolean note(String space, Map<String, String> requests) throws SQLException {
        if (requests.isEmpty()) {
            return true;
        }
        try (Connection own = address.connect("crosswalk accounts");
                Statement statement = own.createStatement()) {
            statement.execute("SET lock_timeout = '5s'");
            seat.verify(own);
            AccountRequests.note(own, space, requests);
            Failpoint.ACCOUNT_REQUESTED.reached();
            return true;
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private AccountDecision create(Connection connection, TargetTable table, User user) throws SQLException {
        String space = table.account().orElseThrow().space();
        Account account = AccountRow.account(table, user.derived(), user.row().row(), true);
        Answer answer = service.create(account);
        Failpoint.ACCOUNT_MADE.reached();
        AccountDecision decision = switch (answer.outcome()) {
            case DONE -> new AccountDecision(Kind.OURS, user.derived());
            case EXISTS -> existing(connection, table, user, answer);
            case ABSENT, REFUSED -> AccountDecision.refused("the Admin API refuses the account: " + answer.detail());
        };
        if (decision.kind() == Kind.OURS) {
            AccountRequests.keep(connection, space, Map.of(user.oldId(), user.derived()));
            // Of an account that an earlier attempt made nobody knows with which values.
            AccountRequests.sent(
                    connection,
                    space,
                    user.oldId(),
                    answer.outcome() == Outcome.DONE ? AccountRow.digest(account) : "");
        }
        return decision;
    }

    /** The service has an account with this id or address: whose is it? */
    private AccountDecision existing(Connection connection, TargetTable table, User user, Answer answer)
            throws SQLException {
        Found found = AccountSearch.isReadable(connection, table)
                ? find(connection, table, List.of(user))
                : ask(connection, table, user);
        AccountDecision decision =
                AccountDecision.of(user, found, table.account().orElseThrow().withoutMatch(), new HashSet<>());
        return decision.kind() == Kind.CREATE
                ? AccountDecision.refused("the Admin API refuses the account: " + answer.detail())
                : decision;
    }

    private Found ask(Connection connection, TargetTable table, User user) throws SQLException {
        String space = table.account().orElseThrow().space();
        Found found = find(connection, table, List.of(user));
        String match = user.match();
        if (match != null && found.byId().isEmpty()) {
            Optional<String> id = service.withEmail(match);
            if (id.isPresent()) {
                found.byMatch().put(match, List.of(AccountSearch.claim(connection, space, id.get())));
            }
        }
        return found;
    }

    /**
     * What came of changes.
     *
     * @param refusals why some users' changes are refused
     * @param changed whether the service has changed any account
     */
    record Followed(Map<String, String> refusals, boolean changed) {}

    /**
     * Tells the service what has changed in accounts of ours, and carries their passwords.
     *
     * @return what came of it
     */
    Followed follow(Connection connection, TargetTable table, Map<String, String> idsByUser, List<User> users)
            throws SQLException {
        Map<String, String> refusals = new HashMap<>();
        Map<String, @Nullable String> hashes = new HashMap<>();
        boolean changed = false;
        String space = table.account().orElseThrow().space();
        Map<String, String> known = AccountRequests.digests(connection, space, idsByUser.keySet());
        for (User user : users) {
            String id = idsByUser.get(user.oldId());
            if (id == null) {
                continue;
            }
            String unfit = AccountRow.unfit(user.row().row());
            if (unfit != null) {
                refusals.put(user.oldId(), unfit);
                continue;
            }
            AccountPasswords.note(hashes, id, user.row().row());
            Account account = AccountRow.account(table, id, user.row().row(), false);
            if (AccountRow.digest(account).equals(known.get(user.oldId()))) {
                continue;
            }
            Answer answer = service.update(account);
            if (answer.outcome() == Outcome.ABSENT) {
                answer = service.create(AccountRow.account(table, id, user.row().row(), true));
            }
            if (answer.outcome() == Outcome.DONE) {
                Failpoint.ACCOUNT_CHANGED.reached();
                AccountRequests.sent(connection, space, user.oldId(), AccountRow.digest(account));
                changed = true;
            } else {
                refusals.put(user.oldId(), "the Admin API refuses the change of the account: " + answer.detail());
            }
        }
        passwords.follow(connection, table, hashes);
        return new Followed(refusals, changed);
    }

    /**
     * Deletes accounts whose users are gone, after that was committed. Commits.
     *
     * @param waiting the {@link WaitKey} of what may be possible then
     */
    void deleteDoomed(Connection connection, String migration, String space, String waiting) throws SQLException {
        List<Doomed> doomed = AccountRequests.doomed(connection, space, DELETED_AT_ONCE);
        if (doomed.isEmpty()) {
            connection.rollback();
            return;
        }
        // No row may be held while the service works.
        connection.rollback();
        List<String> gone = new ArrayList<>();
        for (Doomed account : doomed) {
            service.delete(account.id());
            Failpoint.ACCOUNT_DELETED.reached();
            gone.add(account.user());
        }
        AccountRequests.forget(connection, space, gone);
        String sql = "UPDATE crosswalk.quarantine SET retry_requested = clock_timestamp()"
                + " WHERE name = ? AND waits_for && ARRAY[?]::text[]";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, migration);
            statement.setString(2, waiting);
            statement.executeUpdate();
        }
        connection.commit();
        Failpoint.DELETIONS_RECORDED.reached();
    }
}
