package io.crosswalk.pipeline;

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
 * @param setAside rows that went into the quarantine
 */
public record Receipt(
        @Nullable Position position,
        Instant committedAt,
        int transactions,
        Map<TableOperation, Long> rows,
        List<Marker> markers,
        long setAside) {

    /** A target table and what was done to its rows. */
    public record TableOperation(TableId table, Change.Operation operation) {}

    public Receipt {
        rows = Map.copyOf(rows);
        markers = List.copyOf(markers);
    }

    /** True when the write made something durable. */
    public boolean isDurable() {
        return position != null;
    }
}
