package io.crosswalk.pipeline.transaction;

import java.util.Objects;

/**
 * A token that travelled through the WAL, ordered with the transactions: a canary, a drain token, a verification barrier.
 *
 * @param token what was written; it means something only to its writer
 */
public record Marker(String token) {

    public Marker {
        Objects.requireNonNull(token, "token");
    }
}
