package io.crosswalk.pipeline.table;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;

/**
 * The names of {@code crosswalk.id_mappings}, the table in the target that remembers which legacy id became which new one. Transformer
 * and sink both speak of it: the one in look-ups, the other in SQL.
 */
public final class IdMappings {

    public static final TableId TABLE = new TableId("crosswalk", "id_mappings");

    /** Key space and legacy id. */
    public static final Columns KEY = Columns.of("table_name", "old_id");

    public static final String NEW_ID = "new_id";

    private IdMappings() {}

    /** The key of one mapping. */
    public static Key key(String space, String oldId) {
        return Key.of(KEY, space, oldId);
    }
}
