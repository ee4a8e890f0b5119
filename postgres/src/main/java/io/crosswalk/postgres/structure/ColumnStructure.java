package io.crosswalk.postgres.structure;

import org.jspecify.annotations.Nullable;

/**
 * What a column is besides name and nullability.
 *
 * @param type its type
 * @param collation its collation when that is not the type's own, else null
 * @param sequence the sequence that numbers it: of an identity column, or owned by the column and its default (serial); else null
 */
public record ColumnStructure(
        TypeUse type,
        @Nullable QualifiedName collation,
        @Nullable Sequence sequence) {

    /** The options of a sequence. */
    public record Sequence(long start, long increment, long minimum, long maximum, long cache, boolean cycles) {}
}
