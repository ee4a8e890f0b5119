package io.crosswalk.sink;

import java.util.Set;

/**
 * A row that cannot be written now.
 *
 * @param row the row, as the transformer made it
 * @param reason why, in words without values
 * @param waitsFor the {@link WaitKey}s of what would help
 */
record Refused(PendingRow row, String reason, Set<String> waitsFor) {}
