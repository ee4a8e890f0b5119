package io.crosswalk.operations.check.target;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Target tables that hold rows before a migration begins. It begins with empty ones: a row that was there before has no legacy row that
 * would ever change or delete it. Accounts, and what belongs to them, are the exception: they are linked.
 */
public final class OccupiedTargets {

    private OccupiedTargets() {}

    /** The tables that have to be empty and are not, in the order of the mapping. One that does not exist holds nothing. */
    public static List<TableId> of(Connection target, List<TargetTable> tables) throws SQLException {
        Set<TableId> accounts = tables.stream()
                .filter(table -> table.account().isPresent())
                .map(TargetTable::id)
                .collect(Collectors.toSet());
        List<TableId> occupied = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            for (TargetTable table : tables) {
                boolean ofAccounts = accounts.contains(table.id())
                        || table.idSpace().isEmpty()
                                && table.readsFrom().stream().anyMatch(accounts::contains);
                if (!ofAccounts && holdsRows(statement, table.id())) {
                    occupied.add(table.id());
                }
            }
        }
        return occupied;
    }

    private static boolean holdsRows(Statement statement, TableId table) throws SQLException {
        String name = Identifiers.quote(table);
        return isTrue(statement, "to_regclass(" + Identifiers.literal(name) + ") IS NOT NULL")
                && isTrue(statement, "EXISTS (SELECT FROM " + name + ")");
    }

    private static boolean isTrue(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
