package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.accounts.linking.AccountLinker.Link;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.MissingParents.RowPlaces;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Deletes rows of one table at a time, wherever they are: in the table or in the quarantine. One thread. */
public final class RowRemover {

    private final WrittenTables tables;
    private final RowTraces traces;
    private final Bereavement bereavement;
    private final Doubts doubts;
    private final Quarantine quarantine;

    public RowRemover(RowPlaces places, Doubts doubts) {
        this.tables = places.tables();
        this.traces = places.traces();
        this.bereavement = places.bereavement();
        this.quarantine = places.quarantine();
        this.doubts = doubts;
    }

    /**
     * Deletes rows.
     *
     * @param symbolic the keys as the transformer wrote them
     * @param concrete what they led to before anything was deleted
     * @param departed told of parents that go, so that what stays below them can be settled in the end
     */
    public void delete(
            Connection connection,
            TableId id,
            Map<Key, Origin> symbolic,
            Map<Key, Key> concrete,
            Departed departed,
            Tally tally)
            throws SQLException {
        if (symbolic.isEmpty()) {
            return;
        }
        TargetTable table = tables.table(id);
        Set<Key> foreign = ofForeignAccounts(connection, table, symbolic);
        List<Key> keys = symbolic.keySet().stream()
                .filter(key -> !foreign.contains(key))
                .map(concrete::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (isServices(table)) {
            departed.add(bereavement.departing(connection, table, keys));
            traces.forget(connection, table, keys);
        } else {
            tally.add(id, Operation.DELETE, bereavement.delete(connection, table, keys, departed));
        }
        quarantine.remove(connection, id, symbolic.keySet());
        if (table.account().flatMap(Account::matchColumn).isPresent()) {
            Map<String, String> computed = new HashMap<>();
            symbolic.forEach((key, origin) -> {
                if (key.value(0) instanceof Lookup own && own.otherwise() instanceof String account) {
                    computed.put(origin.key(), account);
                }
            });
            unlink(
                    connection,
                    table.account().get().space(),
                    symbolic.values().stream().map(Origin::key).toList(),
                    computed);
        }
    }

    /** Deletes a row whose key the target's types refuse: it can be in the quarantine only. */
    public void deleteFromQuarantine(Connection connection, TableId id, Key key) throws SQLException {
        quarantine.remove(connection, id, Set.of(key));
    }

    /** @param computed the ids that accounts of ours get, by user, as far as they are known */
    private void unlink(Connection connection, String space, Collection<String> users, Map<String, String> computed)
            throws SQLException {
        Map<String, String> userByAccount = new HashMap<>();
        Set<String> lasting = new HashSet<>();
        AccountLinker.links(connection, space, users).forEach((user, link) -> {
            userByAccount.put(link.accountId(), user);
            if (!link.created() || !link.accountId().equals(computed.getOrDefault(user, link.accountId()))) {
                lasting.add(link.accountId());
            }
        });
        doubts.unlinked(space, userByAccount, lasting);
        AccountLinker.unlink(connection, space, users);
    }

    // An account that was there before the migration stays when its legacy user goes, and so does what is its own: its
    // profile.
    static Set<Key> ofForeignAccounts(Connection connection, TargetTable table, Map<Key, Origin> symbolic)
            throws SQLException {
        Optional<ParentReference> own = table.ownAccount();
        Optional<String> space = table.account().map(Account::space).or(() -> own.flatMap(ParentReference::space));
        if (space.isEmpty()) {
            return Set.of();
        }
        Map<Key, String> users = new HashMap<>();
        symbolic.forEach((key, origin) -> {
            if (table.account().isPresent()) {
                users.put(key, origin.key());
            } else if (key.value(table.key().indexOf(own.orElseThrow().column())) instanceof Lookup account) {
                users.put(key, (String) account.key().value(1));
            }
        });
        Map<String, Link> links = AccountLinker.links(connection, space.get(), Set.copyOf(users.values()));
        Set<Key> foreign = new HashSet<>();
        users.forEach((key, user) -> {
            Link link = links.get(user);
            if (link != null && !link.created()) {
                foreign.add(key);
            }
        });
        return foreign;
    }

    private static boolean isServices(TargetTable table) {
        return table.account().filter(Account::isWrittenByService).isPresent();
    }

    /** Sets aside what stayed without its parent. */
    public void settle(Connection connection, Departed departed, Tally tally) throws SQLException {
        bereavement.settle(connection, departed, tally);
    }

    /** Empties one table of migrated rows, and only that table. */
    public void truncate(Connection connection, TableId id, Tally tally) throws SQLException {
        TargetTable table = tables.table(id);
        tally.add(id, Operation.TRUNCATE, 1);
        if (!isServices(table)) {
            TableEmptying.empty(connection, table);
        }
        traces.forgetAll(connection, table);
        if (table.account().flatMap(Account::matchColumn).isPresent()) {
            String space = table.account().get().space();
            unlink(connection, space, AccountLinker.users(connection, space), Map.of());
            // Users who were left out have no link.
            AccountLinker.unlinkAll(connection, space);
        }
        quarantine.removeAll(connection, id);
    }
}
