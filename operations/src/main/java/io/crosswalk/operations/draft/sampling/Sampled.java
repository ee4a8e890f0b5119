package io.crosswalk.operations.draft.sampling;

import io.crosswalk.pipeline.row.TableId;

import java.util.Map;

/**
 * What samples of rows say.
 *
 * @param evidence about columns that may hold ids, by table and column
 * @param keys what could be the key of tables without one
 */
public record Sampled(Map<TableId, Map<String, Evidence>> evidence, Map<TableId, DistinctColumns> keys) {

    public Sampled {
        evidence = Map.copyOf(evidence);
        keys = Map.copyOf(keys);
    }

    /** Nothing was looked at. */
    public static Sampled nothing() {
        return new Sampled(Map.of(), Map.of());
    }
}
