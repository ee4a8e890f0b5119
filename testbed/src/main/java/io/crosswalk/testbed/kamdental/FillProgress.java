package io.crosswalk.testbed.kamdental;

/** Hears how the filling goes on. Called in the filling thread, every few thousand rows and at the end of a table. */
@FunctionalInterface
public interface FillProgress {

    /** Nobody listens. */
    FillProgress SILENT = (table, done, total) -> {};

    /** So many rows of so many are written to the table. */
    void rows(String table, long done, long total);
}
