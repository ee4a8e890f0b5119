package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.naming.Nouns;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Tables that may be those of the users: they are called so, or they have an e-mail address and a password. */
public final class UserCandidates {

    private static final Set<String> USUAL_NAMES =
            Set.of("account", "app_user", "auth_user", "login", "member", "person", "user");

    /** A candidate and the column of its address. */
    public record Candidate(TableId table, String email) {}

    private UserCandidates() {}

    /** The best first. */
    public static List<Candidate> of(LegacySchema schema) {
        return schema.migrated().stream()
                .filter(table -> UserColumns.of(table, null).isPresent())
                .filter(table -> isUsual(table) || hasPassword(table))
                .sorted(Comparator.<CatalogTable, Boolean>comparing(table -> !isUsual(table))
                        .thenComparing(table -> !hasPassword(table))
                        .thenComparing(CatalogTable::id))
                .map(table -> new Candidate(
                        table.id(), UserColumns.of(table, null).orElseThrow().email()))
                .toList();
    }

    private static boolean isUsual(CatalogTable table) {
        return USUAL_NAMES.contains(Nouns.singular(SnakeCase.of(table.id().name())));
    }

    private static boolean hasPassword(CatalogTable table) {
        return UserColumns.of(table, null)
                .filter(user -> user.password().isPresent())
                .isPresent();
    }
}
