package io.crosswalk.sink;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.Catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
        Map<TableId, TargetTable> byId = new LinkedHashMap<>();
        tables.forEach(table -> byId.put(table.id(), table));
        List<TargetTable> order = new ArrayList<>();
        Set<TableId> entered = new HashSet<>();
        for (TargetTable table : tables) {
            visit(table, byId, target, entered, order);
        }
        return new ApplyOrder(order);
    }

    private static void visit(
            TargetTable table,
            Map<TableId, TargetTable> byId,
            Catalog target,
            Set<TableId> entered,
            List<TargetTable> order) {
        if (!entered.add(table.id())) {
            return;
        }
        // Look-ups first: where a foreign key closes a cycle with a look-up, the foreign key is the edge that is cut.
        List<TableId> parents = new ArrayList<>(new TreeSet<>(table.readsFrom()));
        target.table(table.id())
                .ifPresent(catalog -> catalog.foreignKeys().forEach(key -> parents.add(key.referenced())));
        for (TableId parent : parents) {
            TargetTable mapped = byId.get(parent);
            if (mapped != null) {
                visit(mapped, byId, target, entered, order);
            }
        }
        order.add(table);
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
