package io.crosswalk.pipeline.transaction;

import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a sink answers: the acknowledgement is the return. When it is there, everything up to {@code position} is durable in the target.
 *
 * @param position the position that is durable now; null for a piece of a transaction, of which nothing is durable yet
 * @param committedAt when the source committed the last transaction
 * @param transactions source transactions made durable by this write
 * @param rows rows written, by target table and operation
 * @param markers tokens that are durable now
 * @param setAside rows that went into the quarantine, for whatever reason
 * @param refused those of them that were refused for what they are: not because of a row that is missing or was refused
 */
public record Receipt(
        @Nullable Position position,
        Instant committedAt,
        int transactions,
        Map<TableOperation, Long> rows,
        List<Marker> markers,
        long setAside,
        long refused) {

    /** A target table and what was done to its rows. */
    public record TableOperation(TableId table, Change.Operation operation) {}

    public Receipt {
        rows = Map.copyOf(rows);
        markers = List.copyOf(markers);
    }

    /** How many rows were written. */
    public long written() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** True when the write made something durable. */
    public boolean isDurable() {
        return position != null;
    }
}
