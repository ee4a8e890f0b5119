package io.crosswalk.sink.removal;

import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.references.Doubts.Edge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Users whose rows were taken out because their account is gone. They may have come back, to another account, before anybody looked: then
 * nobody told those who wait for them. What a rolled back attempt left here does no harm. One thread.
 */
final class UnlinkedUsers {

    private final Map<String, Set<String>> bySpace = new HashMap<>();

    /**
     * @param missing the accounts that are gone
     * @param users whose they were
     */
    void add(Edge edge, List<String> missing, Map<String, String> users) {
        edge.reference()
                .space()
                .ifPresent(space -> missing.stream()
                        .filter(users::containsKey)
                        .forEach(account -> bySpace.computeIfAbsent(space, s -> new HashSet<>())
                                .add(users.get(account))));
    }

    /** The {@link WaitKey}s of the accounts of those who have one again; begins anew. */
    Set<String> returned(Connection connection) throws SQLException {
        Set<String> returned = new HashSet<>();
        for (Map.Entry<String, Set<String>> users : bySpace.entrySet()) {
            AccountLinker.links(connection, users.getKey(), users.getValue())
                    .keySet()
                    .forEach(user -> returned.add(WaitKey.ofAccount(users.getKey(), user)));
        }
        bySpace.clear();
        return returned;
    }
}
