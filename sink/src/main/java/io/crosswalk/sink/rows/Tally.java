package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts what a target transaction writes. One thread. */
public final class Tally {

    private final Map<TableOperation, Long> rows = new HashMap<>();
    private long setAside;
    private long refused;

    public void written(Collection<PendingRow> written) {
        for (PendingRow row : written) {
            add(row.table(), row.operation(), 1);
        }
    }

    public void add(TableId table, Operation operation, long count) {
        if (count > 0) {
            rows.merge(new TableOperation(table, operation), count, Long::sum);
        }
    }

    public void setAside(int count) {
        setAside += count;
    }

    /** Of the rows set aside, so many were refused for what they are. */
    public void refused(long count) {
        refused += count;
    }

    /** Adds what was written, and not what was set aside: rows that were tried again were counted when they first went there. */
    public void addWritten(Tally other) {
        other.rows.forEach((operation, count) -> rows.merge(operation, count, Long::sum));
    }

    public void add(Tally other) {
        other.rows.forEach((operation, count) -> rows.merge(operation, count, Long::sum));
        setAside += other.setAside;
        refused += other.refused;
    }

    public Map<TableOperation, Long> rows() {
        return rows;
    }

    public long written() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    public long refused() {
        return refused;
    }

    public long setAside() {
        return setAside;
    }
}
