package io.crosswalk.app.status;

import io.crosswalk.operations.quarantine.Refusals;

/**
 * How many rows may be set aside before the migration ends: beyond that the mapping is wrong, not the rows.
 *
 * @param maxRows so many open rows may wait in all; 0 for any number
 * @param maxPercent so many of a hundred rows may be refused, among the newest; 0 for all
 * @param percentOf how many rows these are, at least
 */
public record QuarantineLimits(long maxRows, int maxPercent, int percentOf) {

    /** No limit. */
    public static final QuarantineLimits NONE = new QuarantineLimits(0, 0, 1);

    public QuarantineLimits {
        if (maxRows < 0 || maxPercent < 0 || maxPercent > 99 || percentOf < 1) {
            throw new IllegalArgumentException("a limit is 0 or more rows, or 0 to 99 per cent of at least one row");
        }
    }

    public boolean isOver(long openRows) {
        return maxRows > 0 && openRows > maxRows;
    }

    /** Fewer rows than the limit speaks of are no sign of anything. */
    public boolean isOver(Refusals newest) {
        return maxPercent > 0 && newest.rows() >= percentOf && newest.percent() > maxPercent;
    }
}
