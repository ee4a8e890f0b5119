package io.crosswalk.operations.check.preflight;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Severity;

import java.util.List;

/**
 * What a check found.
 *
 * @param name the migration
 * @param results one for each inspection, in the order in which they ran
 */
public record CheckReport(String name, List<Result> results) {

    public CheckReport {
        results = List.copyOf(results);
    }

    /**
     * What one inspection found.
     *
     * @param subject what was looked at
     */
    public record Result(String subject, List<Finding> findings) {

        public Result {
            findings = List.copyOf(findings);
        }
    }

    /** Every finding of a severity, in the order of the inspections. */
    public List<Finding> findings(Severity severity) {
        return results.stream()
                .flatMap(result -> result.findings().stream())
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** True when a migration cannot begin, or cannot be right. */
    public boolean blocks() {
        return !findings(Severity.BLOCKER).isEmpty();
    }
}
