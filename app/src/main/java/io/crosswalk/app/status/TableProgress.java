package io.crosswalk.app.status;

import io.crosswalk.pipeline.row.TableId;

/**
 * How far the backfill of one legacy table is.
 *
 * @param table the legacy table
 * @param expected rows it holds, by the planner's estimate or better; never below {@code done}
 * @param done rows loaded
 * @param complete whether all of its chunks are loaded
 * @param rowsPerSecond rows loaded over the last seconds
 */
public record TableProgress(TableId table, long expected, long done, boolean complete, double rowsPerSecond) {

    /** Rows still to be loaded, as far as is known. */
    public long left() {
        return complete ? 0 : expected - done;
    }

    /** From 0 to 1; an empty table is complete. */
    public double fraction() {
        return complete ? 1 : expected == 0 ? 0 : Math.min(0.99, (double) done / expected);
    }

    TableProgress at(double rate) {
        return new TableProgress(table, expected, done, complete, rate);
    }
}
