package io.crosswalk.app.status;

import java.time.Instant;

/**
 * One source transaction that is being applied in pieces: nothing of it can be seen in the target yet.
 *
 * @param rows target rows written so far
 * @param since when its first piece was written
 */
public record OpenTransaction(long rows, Instant since) {}
