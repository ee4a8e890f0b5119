package io.crosswalk.operations.plan.design;

import io.crosswalk.postgres.structure.ColumnStructure.Sequence;
import io.crosswalk.postgres.structure.TypeUse;
import org.jspecify.annotations.Nullable;

/**
 * A column of a target table.
 *
 * @param collation its collation as SQL, null for the type's own
 * @param defaultExpression its default as SQL, null for none
 * @param identity the sequence that numbers it from the cutover on, null for none
 * @param ofTenant whether it names the tenant of the row
 */
public record ColumnDesign(
        String name,
        TypeUse type,
        boolean notNull,
        @Nullable String collation,
        @Nullable String defaultExpression,
        @Nullable Sequence identity,
        boolean ofTenant) {

    /** The same column without NOT NULL. */
    public ColumnDesign nullable() {
        return new ColumnDesign(name, type, false, collation, defaultExpression, identity, ofTenant);
    }
}
