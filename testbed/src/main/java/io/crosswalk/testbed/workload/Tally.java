package io.crosswalk.testbed.workload;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the sessions do. Safe for any thread. */
public final class Tally {

    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Set<String> updated = ConcurrentHashMap.newKeySet();

    /** One more transaction is committed. */
    public void committed() {
        committed.increment();
    }

    /** One more transaction was rolled back on purpose. */
    public void rolledBack() {
        rolledBack.increment();
    }

    /** An action came to its end. */
    public void done(String action) {
        done.computeIfAbsent(action, name -> new LongAdder()).increment();
    }

    /** A constraint, a lock or another transaction refused an action. */
    public void refused(String action, String state) {
        refused.computeIfAbsent(action + " " + state, name -> new LongAdder()).increment();
    }

    /** The columns that updates have changed, as {@code schema.table.column}; actions add to it. */
    public Set<String> updated() {
        return updated;
    }

    /** Transactions committed so far. */
    public long commits() {
        return committed.sum();
    }

    /** What was counted so far. */
    public WorkloadReport report(long seed) {
        return new WorkloadReport(
                seed, committed.sum(), rolledBack.sum(), sums(done), sums(refused), new TreeSet<>(updated));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        Map<String, Long> sums = new TreeMap<>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }
}
