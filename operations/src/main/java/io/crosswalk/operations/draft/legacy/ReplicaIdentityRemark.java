package io.crosswalk.operations.draft.legacy;

import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;
import io.crosswalk.postgres.CatalogTable.UniqueKey;
import io.crosswalk.postgres.Identifiers;

import java.util.List;
import java.util.Optional;

/** What {@code run} does so that updates and deletes of a table without a primary key name their row. */
final class ReplicaIdentityRemark {

    private ReplicaIdentityRemark() {}

    static Optional<String> of(CatalogTable table, boolean partitioned) {
        List<String> key = table.identity();
        if (key.isEmpty() || key.equals(table.primaryKey())) {
            return Optional.empty();
        }
        String columns = String.join(", ", key);
        return Optional.of("No primary key: its rows are known by (" + columns + "), which is unique and never NULL. "
                + action(table, key, partitioned));
    }

    private static String action(CatalogTable table, List<String> key, boolean partitioned) {
        if (table.replicaIdentity() == ReplicaIdentity.FULL) {
            return "Its REPLICA IDENTITY FULL is kept.";
        }
        if (partitioned || table.replicaIdentity() == ReplicaIdentity.INDEX) {
            return "Where its replica identity is another one, run sets REPLICA IDENTITY FULL.";
        }
        String index = table.uniqueKeys().stream()
                .filter(unique -> unique.notNull() && unique.columns().equals(key))
                .map(UniqueKey::index)
                .findFirst()
                .map(Identifiers::quote)
                .orElse("of that key");
        return "run sets REPLICA IDENTITY USING INDEX " + index + ".";
    }
}
