package io.crosswalk.postgres.structure;

import java.util.List;

/**
 * An exclusion constraint of a table.
 *
 * @param columns the columns that it compares
 * @param ofColumns false when it compares expressions too
 * @param extensions those that its operator classes belong to
 * @param definition as {@code pg_get_constraintdef} writes it: {@code EXCLUDE USING gist (room WITH =, during WITH &&)}
 */
public record ExclusionConstraint(
        String name, List<String> columns, boolean ofColumns, List<String> extensions, String definition) {

    public ExclusionConstraint {
        columns = List.copyOf(columns);
        extensions = List.copyOf(extensions);
    }
}
