package io.crosswalk.app.migration.preparation;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which legacy tables may be loaded at the same time: all of one level, because none of them asks for rows of another. A cycle of
 * look-ups is cut; what comes too early waits in the quarantine and is released.
 */
final class BackfillOrder {

    private final Map<TableId, Set<TableId>> parents = new HashMap<>();
    private final Map<TableId, Integer> levels = new HashMap<>();

    private BackfillOrder(Map<TableId, List<TableId>> targetsBySource, List<TargetTable> targets) {
        Map<TableId, Set<TableId>> sourcesByTarget = new HashMap<>();
        targetsBySource.forEach((source, written) -> written.forEach(target ->
                sourcesByTarget.computeIfAbsent(target, t -> new HashSet<>()).add(source)));
        for (TargetTable target : targets) {
            for (TableId source : sourcesByTarget.getOrDefault(target.id(), Set.of())) {
                Set<TableId> asked = parents.computeIfAbsent(source, s -> new HashSet<>());
                target.readsFrom().forEach(read -> asked.addAll(sourcesByTarget.getOrDefault(read, Set.of())));
                asked.remove(source);
            }
        }
    }

    static List<List<SourceTable>> levels(
            List<SourceTable> sources, Map<TableId, List<TableId>> targetsBySource, List<TargetTable> targets) {
        BackfillOrder order = new BackfillOrder(targetsBySource, targets);
        Map<Integer, List<SourceTable>> levels = new TreeMap<>();
        for (SourceTable source : sources) {
            levels.computeIfAbsent(order.level(source.id(), new HashSet<>()), level -> new ArrayList<>())
                    .add(source);
        }
        return List.copyOf(levels.values());
    }

    private int level(TableId table, Set<TableId> above) {
        Integer known = levels.get(table);
        if (known != null) {
            return known;
        }
        if (!above.add(table)) {
            return -1;
        }
        int level = 0;
        for (TableId parent : parents.getOrDefault(table, Set.of())) {
            level = Math.max(level, level(parent, above) + 1);
        }
        above.remove(table);
        levels.put(table, level);
        return level;
    }
}
