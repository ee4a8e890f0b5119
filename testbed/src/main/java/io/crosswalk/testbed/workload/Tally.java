package io.crosswalk.testbed.workload;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the sessions do. Safe for any thread. */
final class Tally {

    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Set<String> updated = ConcurrentHashMap.newKeySet();

    void committed() {
        committed.increment();
    }

    void rolledBack() {
        rolledBack.increment();
    }

    void done(String action) {
        done.computeIfAbsent(action, name -> new LongAdder()).increment();
    }

    void refused(String action, String state) {
        refused.computeIfAbsent(action + " " + state, name -> new LongAdder()).increment();
    }

    /** The columns that updates have changed, as {@code schema.table.column}; actions add to it. */
    Set<String> updated() {
        return updated;
    }

    long commits() {
        return committed.sum();
    }

    WorkloadReport report(long seed) {
        return new WorkloadReport(
                seed, committed.sum(), rolledBack.sum(), sums(done), sums(refused), new TreeSet<>(updated));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        Map<String, Long> sums = new TreeMap<>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }
}
