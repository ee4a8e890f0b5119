package io.crosswalk.operations.quarantine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row that is set aside, without its values.
 *
 * @param table the target table that it belongs into
 * @param key its key there, as the mapping made it
 * @param sourceTable the legacy table
 * @param sourceKey the legacy key
 * @param reason why it is set aside
 * @param waitsFor what lets it be tried again by itself: {@code table/key}, or {@code table/*} for any change of a table
 * @param position the source commit that the row came with, or the backfill's snapshot; null where it came with no commit of its own, and
 *     in what an older Crosswalk set aside
 * @param since when it came here first
 * @param lastTried when it was tried last
 * @param attempts how often it was tried
 * @param retryRequested true while somebody's request to try it again is open
 * @param waiver present when it may stay out of the target
 */
public record QuarantinedRow(
        String table,
        String key,
        String sourceTable,
        String sourceKey,
        String reason,
        List<String> waitsFor,
        @Nullable String position,
        Instant since,
        Instant lastTried,
        int attempts,
        boolean retryRequested,
        Optional<Waiver> waiver) {

    public QuarantinedRow {
        waitsFor = List.copyOf(waitsFor);
    }
}
