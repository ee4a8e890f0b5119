package io.crosswalk.sink.quarantine;

import io.crosswalk.sink.rows.PendingRow;

import java.util.Set;

/**
 * A row that cannot be written now.
 *
 * @param row the row, as the transformer made it
 * @param reason why, in words without values
 * @param waitsFor the {@link WaitKey}s of what would help
 */
public record Refused(PendingRow row, String reason, Set<String> waitsFor) {}
