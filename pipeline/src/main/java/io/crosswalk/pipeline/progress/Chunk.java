package io.crosswalk.pipeline.progress;

import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A part of a legacy table that is copied in one go: the rows whose first key column lies in [{@code from}, {@code to}), in the
 * order of the source's collation.
 *
 * @param table the legacy table
 * @param number its number within the table, from 0
 * @param from the inclusive lower bound as text; null for none
 * @param to the exclusive upper bound as text; null for none
 */
public record Chunk(
        TableId table,
        int number,
        @Nullable String from,
        @Nullable String to) {

    public Chunk {
        Objects.requireNonNull(table, "table");
    }

    @Override
    public String toString() {
        return table + "#" + number;
    }
}
