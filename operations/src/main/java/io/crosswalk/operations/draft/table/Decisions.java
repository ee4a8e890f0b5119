package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.tenancy.Route;
import io.crosswalk.operations.draft.tenancy.Tenantless;
import io.crosswalk.pipeline.row.TableId;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What holds for the whole draft.
 *
 * @param tenancy who the tenants are, when there are any
 * @param users the legacy table of the users, when it becomes accounts
 * @param userColumns its columns that an account is made of; empty in a file that has its accounts already
 */
public record Decisions(Optional<Tenancy> tenancy, Optional<TableId> users, Optional<UserColumns> userColumns) {

    /**
     * The tenants.
     *
     * @param table their legacy table
     * @param column what the column that names the tenant is called in the target
     * @param routes how the rows of every table that belongs to a tenant lead to it
     * @param tenantless the tables whose rows are written without a tenant when no way leads to one
     */
    public record Tenancy(TableId table, String column, SortedMap<TableId, Route> routes, Tenantless tenantless) {

        public Tenancy {
            routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        }
    }

    /** The same where the rows of some tables must have a tenant. */
    public Decisions demandingTenants(Collection<TableId> strict) {
        return new Decisions(
                tenancy.map(it -> new Tenancy(
                        it.table(), it.column(), it.routes(), it.tenantless().demanding(strict))),
                users,
                userColumns);
    }

    Optional<Route> route(TableId table) {
        return tenancy.flatMap(it -> Optional.ofNullable(it.routes().get(table)));
    }

    boolean mayHaveNoTenant(TableId table) {
        return tenancy.filter(it -> it.tenantless().contains(table)).isPresent();
    }

    /** The table whose rows the target wants a tenant of, so that the rows of this one must have one. */
    Optional<TableId> demandsTenant(TableId table) {
        return tenancy.flatMap(it -> it.tenantless().demandedBy(table));
    }

    boolean isTenantTable(TableId table) {
        return tenancy.filter(it -> it.table().equals(table)).isPresent();
    }

    boolean isUserTable(TableId table) {
        return users.filter(table::equals).isPresent();
    }
}
