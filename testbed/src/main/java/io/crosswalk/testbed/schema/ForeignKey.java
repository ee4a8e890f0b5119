package io.crosswalk.testbed.schema;

import java.util.List;

/**
 * A foreign key.
 *
 * @param columns in the child
 * @param referencedColumns in the parent, in the order of the columns
 * @param onDelete {@code pg_constraint.confdeltype}: a = no action, r = restrict, c = cascade, n = set null, d = set default
 * @param onUpdate {@code pg_constraint.confupdtype}, the same letters
 */
public record ForeignKey(
        String name,
        TableName child,
        List<String> columns,
        TableName parent,
        List<String> referencedColumns,
        char onDelete,
        char onUpdate) {

    public ForeignKey {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** True when a parent with children cannot be deleted. */
    public boolean holdsParent() {
        return onDelete == 'a' || onDelete == 'r';
    }

    /** True when the key of a parent with children cannot be changed. */
    public boolean holdsKey() {
        return onUpdate == 'a' || onUpdate == 'r';
    }
}
