package io.crosswalk.sink;

import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.postgres.Identifiers;

import java.util.Collection;
import java.util.Optional;

import static io.crosswalk.postgres.Identifiers.quote;

/**
 * Rows that are an account's own (its profile), where the account was there before the migration: they stay when their legacy user goes, so
 * that no legacy row stands for them. Conditions in SQL on a row {@code t} of a target table.
 */
public final class ForeignRows {

    private ForeignRows() {}

    /**
     * True for a row that is the own one of an account which nobody is linked to.
     *
     * @param all every target table of the mapping
     * @return empty for tables that hold no such rows
     */
    public static Optional<String> condition(TargetTable table, Collection<TargetTable> all) {
        return table.ownAccount()
                .flatMap(own -> accounts(own, all)
                        .map(accounts -> "EXISTS (SELECT FROM " + quote(accounts.id()) + " AS a WHERE a."
                                + quote(accounts.key().names().get(0)) + " = t." + quote(own.column())
                                + ") AND NOT EXISTS (" + link(own) + ")"));
    }

    /** The query of the link {@code m} to the account that a row belongs to; empty for tables without such rows. */
    static Optional<String> link(TargetTable table) {
        return table.ownAccount().map(ForeignRows::link);
    }

    private static String link(ParentReference own) {
        return "SELECT FROM " + quote(own.parent()) + " AS m WHERE m.table_name = "
                + Identifiers.literal(own.space().orElseThrow()) + " AND m." + quote(own.parentColumn()) + " = t."
                + quote(own.column());
    }

    private static Optional<TargetTable> accounts(ParentReference own, Collection<TargetTable> all) {
        return all.stream()
                .filter(table -> table.account()
                        .filter(account ->
                                own.space().filter(account.space()::equals).isPresent())
                        .flatMap(Account::matchColumn)
                        .isPresent())
                .findFirst();
    }
}
