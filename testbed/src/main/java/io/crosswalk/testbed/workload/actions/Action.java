package io.crosswalk.testbed.workload.actions;

import io.crosswalk.testbed.schema.Table;

import java.sql.SQLException;

/** One way of writing to one table. */
public interface Action {

    /** What it is called in a report. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** True for the tables that it can be done to. */
    boolean suits(Table table);

    /**
     * Does it.
     *
     * @return the number of rows that its statements named; 0 when nothing fits at the moment
     */
    int run(Table table) throws SQLException;
}
