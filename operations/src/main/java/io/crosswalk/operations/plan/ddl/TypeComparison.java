package io.crosswalk.operations.plan.ddl;

import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.structure.TypeUse;

import java.util.List;
import java.util.Set;

/**
 * Whether values of one type can be written into a column of another. Values travel as text, so what matters is whether the column reads
 * such texts.
 */
enum TypeComparison {
    /** The types are the same, apart from modifiers. */
    SAME,
    /** Values can be written; which of them fit shows when they come. */
    READABLE,
    /** No value can be written. */
    CONFLICT;

    private static final Set<String> STRINGS =
            Set.of("text", "character varying", "character", "bpchar", "name", "citext");
    private static final List<Set<String>> FAMILIES = List.of(
            Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
            Set.of("timestamp with time zone", "timestamp without time zone", "date"),
            Set.of("json", "jsonb"),
            Set.of("time without time zone", "time with time zone"));

    /**
     * Compares.
     *
     * @param wanted what the mapping gives
     * @param there the column that exists
     */
    static TypeComparison of(TypeUse wanted, CatalogTable.Column there) {
        String given = withoutModifier(wanted.text());
        String reads = withoutModifier(there.castType());
        if (given.equals(reads) || wanted.text().equals(there.type())) {
            return SAME;
        }
        boolean textual = STRINGS.contains(given) || STRINGS.contains(reads) || wanted.name() != null;
        boolean related = FAMILIES.stream().anyMatch(family -> family.contains(given) && family.contains(reads));
        // A declared type there may be a domain or an enum of another name with the same texts.
        return textual || related || reads.startsWith("\"") || reads.contains(".") ? READABLE : CONFLICT;
    }

    private static String withoutModifier(String type) {
        return type.replaceAll("\\([^)]*\\)", "");
    }
}
