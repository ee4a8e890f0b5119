package io.crosswalk.sink;

import io.crosswalk.pipeline.Change.Operation;
import io.crosswalk.pipeline.Receipt.TableOperation;
import io.crosswalk.pipeline.TableId;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts what a target transaction writes. One thread. */
final class Tally {

    private final Map<TableOperation, Long> rows = new HashMap<>();
    private long setAside;
    private long refused;

    void written(Collection<PendingRow> written) {
        for (PendingRow row : written) {
            add(row.table(), row.operation(), 1);
        }
    }

    void add(TableId table, Operation operation, long count) {
        if (count > 0) {
            rows.merge(new TableOperation(table, operation), count, Long::sum);
        }
    }

    void setAside(int count) {
        setAside += count;
    }

    /** Of the rows set aside, so many were refused for what they are. */
    void refused(long count) {
        refused += count;
    }

    /** Adds what was written, and not what was set aside: rows that were tried again were counted when they first went there. */
    void addWritten(Tally other) {
        other.rows.forEach((operation, count) -> rows.merge(operation, count, Long::sum));
    }

    void add(Tally other) {
        other.rows.forEach((operation, count) -> rows.merge(operation, count, Long::sum));
        setAside += other.setAside;
        refused += other.refused;
    }

    Map<TableOperation, Long> rows() {
        return rows;
    }

    long written() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    long refused() {
        return refused;
    }

    long setAside() {
        return setAside;
    }
}
