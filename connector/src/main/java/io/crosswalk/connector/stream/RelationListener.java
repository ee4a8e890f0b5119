package io.crosswalk.connector.stream;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;

/** Learns how rows of a legacy table look, before the first such row is handed over: at its first row, and after every DDL on it. */
@FunctionalInterface
public interface RelationListener {

    /** Takes every row as it comes. */
    RelationListener NONE = (table, columns) -> columns;

    /**
     * Called by the stream's thread. What was committed before the row is handed over first.
     *
     * @param columns what the stream calls the columns: rows from before a column was renamed still have its old name
     * @return the same columns by their names of now
     * @throws io.crosswalk.pipeline.SourceException when such rows must not be handed over
     */
    Columns described(TableId table, Columns columns);
}
