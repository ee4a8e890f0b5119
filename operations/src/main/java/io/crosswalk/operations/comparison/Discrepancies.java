package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the numbers of a comparison say is wrong.
 *
 * @param results what was compared
 * @param rows the rows of each target table
 * @param quarantined the rows that are set aside, by target table
 */
record Discrepancies(List<TableResult> results, Map<TableId, Long> rows, Map<String, Long> quarantined) {

    /**
     * A sentence for each.
     *
     * @param isOfAccounts whether a target table holds accounts: it has some of its own besides
     */
    List<String> problems(Predicate<TableId> isOfAccounts) {
        List<String> problems = new ArrayList<>();
        Map<TableId, Long> expected = new HashMap<>();
        Map<String, Long> setAside = new TreeMap<>();
        for (TableResult result : results) {
            expected.merge(result.target(), result.expectedRows(), Long::sum);
            setAside.merge(result.target().toString(), result.setAside(), Long::sum);
            if (!result.isEqual()) {
                problems.add(result.source() + " -> " + result.target() + ": " + result.missing() + " rows missing, "
                        + result.different() + " different, for example " + String.join("; ", result.examples()));
            }
        }
        rows.forEach((table, count) -> {
            long wanted = expected.getOrDefault(table, 0L);
            boolean extra = isOfAccounts.test(table) ? count < wanted : count != wanted;
            if (extra) {
                problems.add(table + " holds " + count + " rows, the mapping gives " + wanted);
            }
        });
        setAside.forEach((table, count) -> {
            if (!count.equals(quarantined.getOrDefault(table, 0L))) {
                problems.add(table + ": " + count + " rows cannot be mapped, the quarantine holds "
                        + quarantined.getOrDefault(table, 0L));
            }
        });
        quarantined.forEach((table, count) -> {
            if (!setAside.containsKey(table)) {
                problems.add(table + ": the quarantine holds " + count + " rows that no legacy row stands for");
            }
        });
        return problems;
    }
}
