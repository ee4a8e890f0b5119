package io.crosswalk.postgres.structure;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An index. Those of exclusion constraints are not among them, nor are invalid ones.
 *
 * @param primary whether it is the primary key's
 * @param unique whether it forbids duplicates
 * @param method btree, hash, gin, ...
 * @param parts its key columns and expressions
 * @param included the columns it merely carries
 * @param options its storage parameters, {@code fillfactor=70}
 * @param predicate the condition of a partial index as {@code pg_get_expr} writes it, else null
 * @param columns every column that keys, expressions and predicate read
 * @param nullsEqual whether two nulls are duplicates (NULLS NOT DISTINCT)
 * @param deferrable DEFERRABLE clause of the unique constraint behind it; empty for others
 */
public record IndexStructure(
        String name,
        boolean primary,
        boolean unique,
        String method,
        List<Part> parts,
        List<String> included,
        List<String> options,
        @Nullable String predicate,
        List<String> columns,
        boolean nullsEqual,
        String deferrable) {

    /**
     * A key of an index.
     *
     * @param column the column, null for an expression
     * @param expression the expression, null for a column
     * @param modifiers collation, operator class and order where they are not the default: {@code text_pattern_ops DESC}
     * @param order the order alone
     */
    public record Part(@Nullable String column, @Nullable String expression, String modifiers, String order) {}

    public IndexStructure {
        parts = List.copyOf(parts);
        included = List.copyOf(included);
        options = List.copyOf(options);
        columns = List.copyOf(columns);
    }

    /** True for an index on columns alone, without predicate. */
    public boolean isPlain() {
        return predicate == null && parts.stream().allMatch(part -> part.column() != null);
    }
}
