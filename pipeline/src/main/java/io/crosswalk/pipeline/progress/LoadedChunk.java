package io.crosswalk.pipeline.progress;

import io.crosswalk.pipeline.transaction.Position;

import java.util.Objects;

/**
 * A chunk that is durable in the target.
 *
 * @param chunk which
 * @param snapshot the position of the snapshot it was read under: it contains every transaction at or before it, and none after
 * @param rows legacy rows read
 */
public record LoadedChunk(Chunk chunk, Position snapshot, long rows) {

    public LoadedChunk {
        Objects.requireNonNull(chunk, "chunk");
        Objects.requireNonNull(snapshot, "snapshot");
    }
}
