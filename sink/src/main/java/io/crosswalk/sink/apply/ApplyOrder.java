package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which target tables are written: parents before children. Parents are what foreign keys refer to and what look-ups ask.
 * Cycles are cut where they close; look-ups weigh more than foreign keys, because a look-up that comes too early finds nothing.
 */
public final class ApplyOrder {

    private final List<TargetTable> parentsFirst;
    private final Map<TableId, Integer> ranks = new HashMap<>();

    private ApplyOrder(List<TargetTable> parentsFirst) {
        this.parentsFirst = List.copyOf(parentsFirst);
        for (int i = 0; i < parentsFirst.size(); i++) {
            ranks.put(parentsFirst.get(i).id(), i);
        }
    }

    public static ApplyOrder of(Collection<TargetTable> tables, Catalog target) {
        Map<TableId, TargetTable> left = new LinkedHashMap<>();
        tables.forEach(table -> left.put(table.id(), table));
        List<TargetTable> order = new ArrayList<>();
        while (!left.isEmpty()) {
            TargetTable next = next(left, target);
            left.remove(next.id());
            order.add(next);
        }
        return new ApplyOrder(order);
    }

    /** The first table that waits for nothing; else the first that waits for no look-up; else, in a cycle of look-ups, the first. */
    private static TargetTable next(Map<TableId, TargetTable> left, Catalog target) {
        for (TargetTable table : left.values()) {
            if (!waits(table, table.readsFrom(), left) && !waits(table, referenced(table, target), left)) {
                return table;
            }
        }
        for (TargetTable table : left.values()) {
            if (!waits(table, table.readsFrom(), left)) {
                return table;
            }
        }
        return left.values().iterator().next();
    }

    private static boolean waits(TargetTable table, Collection<TableId> parents, Map<TableId, TargetTable> left) {
        return parents.stream().anyMatch(parent -> left.containsKey(parent) && !parent.equals(table.id()));
    }

    private static List<TableId> referenced(TargetTable table, Catalog target) {
        return target.table(table.id()).stream()
                .flatMap(found -> found.foreignKeys().stream())
                .map(CatalogTable.ForeignKey::referenced)
                .toList();
    }

    public List<TargetTable> parentsFirst() {
        return parentsFirst;
    }

    public int rank(TableId table) {
        Integer rank = ranks.get(table);
        if (rank == null) {
            throw new IllegalArgumentException("no mapping writes " + table);
        }
        return rank;
    }
}
