package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Map;

/**
 * What comparing both sides came to.
 *
 * @param tables one result for each pair of legacy and target table
 * @param targetRows rows in each target table
 * @param quarantined rows in the quarantine, by target table
 * @param problems everything that is not as it should be, in words; empty when both sides are equal
 */
public record ComparisonReport(
        List<TableResult> tables, Map<TableId, Long> targetRows, Map<String, Long> quarantined, List<String> problems) {

    public ComparisonReport {
        tables = List.copyOf(tables);
        targetRows = Map.copyOf(targetRows);
        quarantined = Map.copyOf(quarantined);
        problems = List.copyOf(problems);
    }

    public boolean isEqual() {
        return problems.isEmpty();
    }
}
