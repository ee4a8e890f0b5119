package io.crosswalk.pipeline.row;

import java.util.Objects;

/**
 * The value of a target column for which the mapping has no value: the sink sets the row aside in the quarantine, whole.
 *
 * @param reason why, in words that show no value of the row
 */
public record Refusal(String reason) {

    public Refusal {
        Objects.requireNonNull(reason, "reason");
    }
}
