package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.table.TargetNames;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a look at the target adds to a draft: which of its tables are there already, and what they take. Only reads. A target that cannot
 * be reached yet does not stop a draft.
 *
 * @param catalog its tables; none when it could not be looked at
 * @param obstacle why it could not be looked at, a sentence; empty when it could
 */
record TargetLook(Catalog catalog, List<String> obstacle) {

    private static final TableId ACCOUNTS = new TableId("auth", "users");

    TargetLook {
        obstacle = List.copyOf(obstacle);
    }

    /**
     * Looks at a target.
     *
     * @param named target tables that a draft may write; only their schemas and that of the accounts are looked at
     */
    static TargetLook at(DatabaseAddress target, Collection<TableId> named) {
        Set<String> schemas = Stream.concat(Stream.of(ACCOUNTS), named.stream())
                .map(TableId::schema)
                .collect(Collectors.toSet());
        try (Connection connection = target.connect("crosswalk draft")) {
            return new TargetLook(Catalog.read(connection, schemas), List.of());
        } catch (SQLException e) {
            return new TargetLook(
                    new Catalog(Map.of()), List.of("the target was not looked at: " + Failures.withoutValues(e)));
        }
    }

    /** The legacy tables whose target is there, and takes no row without a tenant: the column of that name is NOT NULL. */
    List<TableId> demandingTenants(String column, Collection<TableId> sources, TargetNames names) {
        return sources.stream()
                .filter(source -> catalog.table(names.target(source))
                        .flatMap(table -> table.column(column))
                        .filter(Column::notNull)
                        .isPresent())
                .toList();
    }

    /** A sentence for each thing worth knowing about the tables that a draft writes. */
    List<String> messages(Set<TableId> drafted) {
        if (!obstacle.isEmpty()) {
            return obstacle;
        }
        List<String> messages = new ArrayList<>();
        if (drafted.contains(ACCOUNTS) && catalog.table(ACCOUNTS).isEmpty()) {
            messages.add("the target has no table auth.users: accounts need Supabase Auth there");
        }
        List<String> present = drafted.stream()
                .filter(table -> !table.schema().equals(ACCOUNTS.schema()))
                .flatMap(table -> catalog.table(table).stream())
                .map(CatalogTable::id)
                .sorted()
                .map(TableId::toString)
                .toList();
        if (!present.isEmpty()) {
            messages.add("in the target there are already: " + String.join(", ", present)
                    + "; look whether their columns are those of the draft");
        }
        return messages;
    }
}
