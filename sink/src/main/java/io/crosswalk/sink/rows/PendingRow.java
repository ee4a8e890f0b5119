package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;

/**
 * A target row on its way into its table.
 *
 * @param table the target table
 * @param operation what the source did to it last
 * @param symbolicKey its key as the transformer wrote it, look-ups and all: its name in the quarantine
 * @param row its values; after resolution text, null or absent only
 * @param origin the legacy row it came from
 */
public record PendingRow(TableId table, Operation operation, Key symbolicKey, Row row, Origin origin) {

    public PendingRow with(Row newer) {
        return new PendingRow(table, operation, symbolicKey, newer, origin);
    }
}
