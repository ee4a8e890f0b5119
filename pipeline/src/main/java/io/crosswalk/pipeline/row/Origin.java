package io.crosswalk.pipeline.row;

import java.util.Objects;

/**
 * Where a target change came from: the legacy table and the key of the legacy row.
 *
 * @param table the legacy table
 * @param key the legacy key's values, joined by a comma when there are several
 */
public record Origin(TableId table, String key) {

    public Origin {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(key, "key");
    }
}
