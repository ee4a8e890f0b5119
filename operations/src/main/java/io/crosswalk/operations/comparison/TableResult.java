package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;

/**
 * What comparing one legacy table with one of its target tables came to.
 *
 * @param source the legacy table
 * @param target the target table
 * @param sourceRows legacy rows read
 * @param expectedRows target rows that they should give
 * @param setAside rows that should be in the quarantine
 * @param linked rows of accounts that existed before the migration, which are not compared
 * @param missing expected rows that the target does not hold
 * @param different rows that differ in some column
 * @param examples some of the differences: table, key and column names, never values
 */
public record TableResult(
        TableId source,
        TableId target,
        long sourceRows,
        long expectedRows,
        long setAside,
        long linked,
        long missing,
        long different,
        List<String> examples) {

    public TableResult {
        examples = List.copyOf(examples);
    }

    public boolean isEqual() {
        return missing == 0 && different == 0;
    }
}
