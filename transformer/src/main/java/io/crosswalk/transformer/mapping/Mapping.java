package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.condition.All;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.Not;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.keys.KeyStrategy;
import io.crosswalk.transformer.keys.KeyStrategy.Given;

import java.util.List;
import java.util.Optional;

/**
 * How a legacy schema becomes a target schema. Immutable.
 *
 * @param sourceSchema the schema of legacy tables that are named without one
 * @param targetSchema the schema of target tables that are named without one
 * @param keys how rows get their new ids where a table says nothing else
 * @param tenant the table of the tenants, when there are tenants
 * @param accounts the table of the users that become accounts, when there is one
 * @param tables the legacy tables in the order of the file
 */
public record Mapping(
        String sourceSchema,
        String targetSchema,
        KeyStrategy keys,
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
     * @param creation who makes an account that does not exist
     * @param withoutMatch what becomes of a user who has nothing to match by
     */
    public record Accounts(TableId table, String match, TableId target, Creation creation, WithoutMatch withoutMatch) {}

    /** The mapping of a legacy table, skipped ones included. */
    public Optional<TableMapping> table(TableId source) {
        return tables.stream().filter(table -> table.source().equals(source)).findFirst();
    }

    /** The target that writes a target table, the first one where there are two. */
    public Optional<TargetMapping> target(TableId id) {
        return tables.stream()
                .flatMap(table -> table.targets().stream())
                .filter(target -> target.table().equals(id))
                .findFirst();
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

    /** True when a legacy column holds the new ids of a table's rows, so that whoever refers to them has to look them up. */
    public boolean isGiven(TableId source) {
        return table(source).filter(it -> it.keys() instanceof Given).isPresent();
    }

    /** The target that records the ids of a legacy table in {@code crosswalk.id_mappings}. */
    public Optional<TargetMapping> recorder(TableId source) {
        return table(source).stream()
                .flatMap(it -> it.targets().stream())
                .filter(TargetMapping::recordsIds)
                .findFirst();
    }

    /** True for the table of the users. */
    public boolean isUsers(TableId source) {
        return accounts.map(Accounts::table).filter(source::equals).isPresent();
    }

    /** True when an expression may give something that is known only in the target, so that others cannot work on its text. */
    public boolean isLookedUp(Expression expression) {
        if (expression instanceof AccountOf || expression instanceof TenantOf) {
            return true;
        }
        if (expression instanceof Reference reference) {
            return reference.legacyTables().stream()
                    .anyMatch(it -> isGiven(it) || (reference.givesAccounts() && isUsers(it)));
        }
        return carriesLookUps(expression) && expression.arguments().stream().anyMatch(this::isLookedUp);
    }

    /** True when an expression takes what is looked up as one of its arguments. */
    public static boolean carriesLookUps(Expression expression) {
        return expression instanceof Concat
                || expression instanceof Coalesce
                || expression instanceof All
                || expression instanceof Required
                || expression instanceof Not
                || (expression.isJson() && !(expression instanceof Reference));
    }
}
