package io.crosswalk.connector.snapshot;

import io.crosswalk.pipeline.row.Row;

/** Takes the rows of a chunk, one after the other; an exception ends the reading. */
@FunctionalInterface
public interface RowConsumer {
    void accept(Row row) throws InterruptedException;
}
