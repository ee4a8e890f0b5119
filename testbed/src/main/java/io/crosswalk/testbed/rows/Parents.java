package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.TableName;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Where the rows that others refer to are found. */
interface Parents {

    /**
     * The values of some columns of some row.
     *
     * @param fixed what the row holds in some of these columns
     * @return empty when there is no such row
     */
    Optional<List<String>> pick(
            TableName parent, List<String> columns, Map<String, String> fixed, SplittableRandom random)
            throws SQLException;
}
