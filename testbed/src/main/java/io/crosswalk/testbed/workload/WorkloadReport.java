package io.crosswalk.testbed.workload;

import java.util.Map;
import java.util.Set;

/**
 * What a workload did.
 *
 * @param seed what to run to see the same again, as far as one session goes
 * @param committed transactions
 * @param rolledBack transactions that were rolled back on purpose
 * @param done actions by name, those in rolled back transactions and savepoints included
 * @param refused actions that a constraint, a lock or another transaction refused, by name and SQLState
 * @param updated the columns that updates changed, as {@code schema.table.column}
 */
public record WorkloadReport(
        long seed,
        long committed,
        long rolledBack,
        Map<String, Long> done,
        Map<String, Long> refused,
        Set<String> updated) {

    public WorkloadReport {
        done = Map.copyOf(done);
        refused = Map.copyOf(refused);
        updated = Set.copyOf(updated);
    }

    /** All actions that came to an end. */
    public long actions() {
        return done.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of all actions were refused, from 0 to 1. */
    public double refusedShare() {
        long refusals = refused.values().stream().mapToLong(Long::longValue).sum();
        return refusals == 0 ? 0 : (double) refusals / (refusals + actions());
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + committed + " committed, " + rolledBack + " rolled back, done " + done
                + ", refused " + refused;
    }
}
