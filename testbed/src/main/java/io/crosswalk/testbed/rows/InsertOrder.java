package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables of a schema, parents first.
 *
 * @param later the foreign keys that close a cycle: their columns stay NULL until all rows are there
 */
record InsertOrder(List<Table> tables, Set<ForeignKey> later) {

    static InsertOrder of(Schema schema, Guidance guidance) {
        List<Table> open = new ArrayList<>(schema.tables());
        open.removeIf(table -> guidance.untouched().contains(table.name()));
        List<Table> ordered = new ArrayList<>();
        Set<TableName> done = new HashSet<>(guidance.untouched());
        Set<ForeignKey> later = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            // First those that wait for nothing; else the one that waits least, if only columns that may be NULL make
            // it wait.
            Table next = open.stream()
                    .filter(table -> table.foreignKeys().stream()
                            .noneMatch(key -> !done.contains(key.parent()) && !canBeLater(table, key)))
                    .min(Comparator.comparingLong((Table table) -> waiting(table, guidance, done)))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "foreign keys of columns that cannot be NULL form a cycle: " + names(open)));
            for (ForeignKey key : next.foreignKeys()) {
                if (!done.contains(key.parent())) {
                    later.add(key);
                }
            }
            ordered.add(next);
            done.add(next.name());
            open.remove(next);
        }
        return new InsertOrder(ordered, later);
    }

    private static List<TableName> names(List<Table> tables) {
        return tables.stream().map(Table::name).toList();
    }

    private static boolean canBeLater(Table table, ForeignKey key) {
        return key.columns().stream().anyMatch(column -> !table.column(column).notNull());
    }

    private static long waiting(Table table, Guidance guidance, Set<TableName> done) {
        long hard = table.foreignKeys().stream()
                .filter(key -> !done.contains(key.parent()) && !key.parent().equals(table.name()))
                .count();
        long soft = guidance.softReferencesOf(table).stream()
                .flatMap(reference -> reference.targets().stream())
                .filter(parent -> !done.contains(parent))
                .count();
        return 100 * hard + soft;
    }
}
