package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.TableId;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a legacy table lead to their tenant.
 *
 * @param alternatives tried in order; the first whose column is not null and leads to a tenant counts
 * @param nullable whether a row for which all of them are null is written without a tenant; else it is refused
 */
public record TenantRule(List<Alternative> alternatives, boolean nullable) {

    /** A rule of rows that all have a tenant. */
    public TenantRule(List<Alternative> alternatives) {
        this(alternatives, false);
    }

    public TenantRule {
        alternatives = List.copyOf(alternatives);
        if (alternatives.isEmpty()) {
            throw new IllegalArgumentException("a tenant rule has at least one alternative");
        }
    }

    /** The legacy columns that the alternatives start at, in order. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        alternatives.forEach(alternative -> columns.addAll(alternative.columns()));
        return columns;
    }

    /** One way to the tenant. */
    public sealed interface Alternative permits Own, Through, Always {

        /** The legacy column it starts at; empty when the row has no say. */
        Set<String> columns();
    }

    /** The column holds the tenant's legacy id. */
    public record Own(String column) implements Alternative {

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }
    }

    /** The column holds the legacy id of a row of another table, and the tenant is that row's. */
    public record Through(String column, TableId parent) implements Alternative {

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }
    }

    /** The same tenant for every row, named by its legacy id. */
    public record Always(String legacyId) implements Alternative {

        @Override
        public Set<String> columns() {
            return Set.of();
        }
    }
}
