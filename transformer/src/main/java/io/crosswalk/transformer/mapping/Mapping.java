package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.transformer.expression.Seal;

import java.util.List;
import java.util.Optional;

/**
 * How a legacy schema becomes a target schema. Immutable.
 *
 * @param sourceSchema the schema of legacy tables that are named without one
 * @param targetSchema the schema of target tables that are named without one
 * @param tenant the table of the tenants, when there are tenants
 * @param accounts the table of the users that become accounts, when there is one
 * @param tables the legacy tables in the order of the file
 */
public record Mapping(
        String sourceSchema,
        String targetSchema,
        Optional<Tenants> tenant,
        Optional<Accounts> accounts,
        List<TableMapping> tables) {

    public Mapping {
        tables = List.copyOf(tables);
    }

    /**
     * The legacy table of the tenants.
     *
     * @param column what the column that names the tenant is called in the target
     */
    public record Tenants(TableId table, String column) {}

    /**
     * The legacy table of the users.
     *
     * @param match the column of the account table that is compared, in lower case, to find accounts that exist already
     * @param target the account table
     */
    public record Accounts(TableId table, String match, TableId target) {}

    /** The mapping of a legacy table, skipped ones included. */
    public Optional<TableMapping> table(TableId source) {
        return tables.stream().filter(table -> table.source().equals(source)).findFirst();
    }

    /** The name of the key space of a legacy table, in {@code crosswalk.id_mappings} too: without the schema if that is the default. */
    public String space(TableId source) {
        return source.schema().equals(sourceSchema) ? source.name() : source.toString();
    }

    /** True for the account table. */
    public boolean isAccountTable(TargetMapping target) {
        return accounts.isPresent() && accounts.get().target().equals(target.table());
    }

    /**
     * True when rows of this target belong to an account, so that they are written only for accounts that the migration created: the
     * account table itself, and what the user table gives to the same schema.
     */
    public boolean isAccountOwned(TableMapping table, TargetMapping target) {
        return accounts.isPresent()
                && accounts.get().table().equals(table.source())
                && accounts.get().target().schema().equals(target.table().schema());
    }

    /** True when anything is sealed, so that a keyset is needed. */
    public boolean seals() {
        return tables.stream()
                .flatMap(table -> table.expressions().stream())
                .anyMatch(expression -> expression.parts().anyMatch(Seal.class::isInstance));
    }
}
