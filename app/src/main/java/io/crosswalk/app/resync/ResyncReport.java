package io.crosswalk.app.resync;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;

/**
 * What a resync did, or would do.
 *
 * @param dryRun whether nothing was written
 * @param tables one entry for each legacy table
 * @param surplus target rows that no legacy row stands for: deleted, or to be deleted
 */
public record ResyncReport(boolean dryRun, List<Table> tables, long surplus) {

    /**
     * One legacy table.
     *
     * @param ranges key ranges it was cut into
     * @param differing those that differed, and were copied again or would be
     */
    public record Table(TableId table, int ranges, int differing) {}

    public ResyncReport {
        tables = List.copyOf(tables);
    }

    public int ranges() {
        return tables.stream().mapToInt(Table::ranges).sum();
    }

    public int differing() {
        return tables.stream().mapToInt(Table::differing).sum();
    }

    /** The share of ranges that differ, from 0 to 100. */
    public int percent() {
        return ranges() == 0 ? 0 : (int) Math.ceil(100.0 * differing() / ranges());
    }
}
