package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.postgres.Failures;

import java.sql.SQLException;
import java.util.List;
import java.util.function.LongFunction;

/** Counts rows on the source; what takes too long becomes a finding with the query, for somebody with more time. */
final class Measured {

    private Measured() {}

    /** A count that takes its time. */
    @FunctionalInterface
    interface Counting {
        long count() throws SQLException;
    }

    static List<Finding> count(Side source, String sql, String where, String what, LongFunction<Finding> found)
            throws SQLException {
        return count(() -> Query.of(sql).number(source.connection()), sql, where, what, found);
    }

    /**
     * @param sql what to ask where there is more time
     * @param what what is counted, for the finding that it took too long
     * @param found makes a finding of a number above zero
     */
    static List<Finding> count(Counting counting, String sql, String where, String what, LongFunction<Finding> found)
            throws SQLException {
        try {
            long number = counting.count();
            return number == 0 ? List.of() : List.of(found.apply(number));
        } catch (SQLException e) {
            if (!Failures.isTransient(e)) {
                throw e;
            }
            return List.of(Finding.warning(
                    where,
                    what + " could not be counted in time",
                    "such rows would wait in the quarantine",
                    sql + "; -- on the source, or check with a longer --timeout"));
        }
    }
}
