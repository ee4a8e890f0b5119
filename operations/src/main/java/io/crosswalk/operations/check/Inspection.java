package io.crosswalk.operations.check;

import java.sql.SQLException;
import java.util.List;

/** Looks at one thing, and changes nothing. Stateless: one instance may serve several checks. */
public interface Inspection {

    /** What is looked at, in a few words: "WAL level and free slots". */
    String subject();

    /**
     * Looks.
     *
     * @return what was found; empty when all is well, or when there is nothing to look at
     * @throws SQLException when it cannot look; the others are not affected
     */
    List<Finding> inspect(Surroundings surroundings) throws SQLException;
}
