package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.naming.Nouns;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Tables that may be those of the tenants: many paths lead to them. */
public final class TenantCandidates {

    private static final int MOST = 5;
    private static final int FEWEST_TABLES = 2;

    private static final Set<String> USUAL_NAMES = Set.of(
            "account",
            "client",
            "clinic",
            "company",
            "customer",
            "firm",
            "organisation",
            "organization",
            "practice",
            "property",
            "school",
            "shop",
            "site",
            "store",
            "team",
            "tenant",
            "workspace");

    /**
     * A candidate.
     *
     * @param tables how many tables lead to it
     */
    public record Candidate(TableId table, int tables) {}

    private TenantCandidates() {}

    /** The best ones: those with a usual name first, then those that more tables lead to. */
    public static List<Candidate> of(LegacySchema schema, ReferenceGraph graph) {
        return schema.migrated().stream()
                .map(CatalogTable::id)
                .filter(table -> schema.soleKey(table).isPresent())
                .map(table -> new Candidate(table, graph.leadingTo(table).size()))
                .filter(candidate -> candidate.tables() >= FEWEST_TABLES)
                .sorted(Comparator.<Candidate, Boolean>comparing(candidate -> !isUsual(candidate.table()))
                        .thenComparing(
                                Comparator.comparingInt(Candidate::tables).reversed())
                        .thenComparing(Candidate::table))
                .limit(MOST)
                .toList();
    }

    private static boolean isUsual(TableId table) {
        return USUAL_NAMES.contains(Nouns.singular(SnakeCase.of(table.name())));
    }
}
