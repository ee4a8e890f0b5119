package io.crosswalk.app.throttle;

import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What reading a row of each table has cost lately, and what it costs now. One thread at a time. */
final class ReadingSpeed {

    /** Fewer rows say more about round trips than about rows. */
    private static final long FEWEST_ROWS = 1_000;

    private static final int RECENT = 20;

    private final Map<TableId, Deque<Double>> costs = new HashMap<>();
    private double slowdown = 1;

    /**
     * A chunk was read.
     *
     * @param nanos the time that was spent waiting for the source
     */
    void read(TableId table, long rows, long nanos) {
        if (rows < FEWEST_ROWS) {
            return;
        }
        Deque<Double> recent = costs.computeIfAbsent(table, id -> new ArrayDeque<>());
        double cost = (double) nanos / rows;
        recent.addLast(cost);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        double best = recent.stream().min(Comparator.naturalOrder()).orElse(cost);
        slowdown = best > 0 ? cost / best : 1;
    }

    /** How many times as long the last chunk took for a row as the best of its table lately. Forgotten once asked for. */
    double slowdown() {
        double last = slowdown;
        slowdown = 1;
        return last;
    }
}
