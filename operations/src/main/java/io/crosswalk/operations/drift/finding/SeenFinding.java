package io.crosswalk.operations.drift.finding;

import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A finding as the target keeps it.
 *
 * @param seenBefore the end of the source's WAL when it was seen first: the change was committed before
 * @param seenAt when that was
 * @param acceptedBy who said that it is all right; null where nobody did
 * @param acceptedReason why; null where nobody did
 */
public record SeenFinding(
        Finding finding,
        Position seenBefore,
        Instant seenAt,
        @Nullable String acceptedBy,
        @Nullable String acceptedReason) {

    public boolean isAccepted() {
        return acceptedBy != null;
    }

    /** True when the stream must not go on past it. */
    public boolean stops() {
        return finding.verdict() == Verdict.STOPS && !isAccepted();
    }

    /** True when a cutover has to wait for it. */
    public boolean blocksCutover() {
        return finding.verdict() != Verdict.CONTINUE && !isAccepted();
    }
}
