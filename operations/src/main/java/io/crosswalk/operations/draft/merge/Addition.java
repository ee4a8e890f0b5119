package io.crosswalk.operations.draft.merge;

import io.crosswalk.operations.draft.table.ColumnDraft;
import io.crosswalk.operations.draft.table.TableDraft;

import java.util.List;

/** Something new for a file. */
public sealed interface Addition {

    /** A table that the file does not name. */
    record NewTable(TableDraft table) implements Addition {}

    /**
     * Columns of a table that the file names, which it neither uses nor drops.
     *
     * @param table the table's key in the file
     * @param target which of its targets gets them, from 0
     */
    record NewColumns(String table, int target, List<ColumnDraft> columns) implements Addition {

        public NewColumns {
            columns = List.copyOf(columns);
        }
    }
}
