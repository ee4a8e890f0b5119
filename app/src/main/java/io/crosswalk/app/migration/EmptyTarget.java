package io.crosswalk.app.migration;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
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
 * A migration begins with empty target tables: a row that was there before has no legacy row that would ever change or delete it. Accounts,
 * and what belongs to them, are the exception: they are linked.
 */
final class EmptyTarget {

    private EmptyTarget() {}

    /**
     * Looks into every table.
     *
     * @throws SinkException lasting, naming the tables that hold rows
     */
    static void require(Connection target, List<TargetTable> tables) throws SQLException {
        Set<TableId> accounts = tables.stream()
                .filter(table -> table.account().isPresent())
                .map(TargetTable::id)
                .collect(Collectors.toSet());
        List<String> occupied = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            for (TargetTable table : tables) {
                boolean ofAccounts = accounts.contains(table.id())
                        || table.idSpace().isEmpty()
                                && table.readsFrom().stream().anyMatch(accounts::contains);
                if (!ofAccounts && holdsRows(statement, table.id())) {
                    occupied.add(table.id().toString());
                }
            }
        }
        if (!occupied.isEmpty()) {
            throw SinkException.lasting(
                    "the target holds rows already, in " + String.join(", ", occupied)
                            + ": no legacy row would ever change or delete them. Empty these tables, or name another target",
                    null);
        }
    }

    private static boolean holdsRows(Statement statement, TableId table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + Identifiers.quote(table) + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
