package io.crosswalk.postgres.structure;

import java.util.List;

/**
 * A CHECK constraint of a table.
 *
 * @param columns the columns it reads
 * @param definition as {@code pg_get_constraintdef} writes it: {@code CHECK ((a > 0))}, perhaps with NO INHERIT or NOT VALID
 */
public record CheckConstraint(String name, List<String> columns, String definition) {

    public CheckConstraint {
        columns = List.copyOf(columns);
    }
}
