package io.crosswalk.app.status;

import io.crosswalk.operations.drift.finding.DriftSummary;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known about a running migration, at one moment.
 *
 * @param name the migration
 * @param phase what it is doing
 * @param startedAt when this process started
 * @param at when this was taken
 * @param tables the backfill, one entry for each legacy table
 * @param position everything up to here is in the target; null before the first batch or the ledger was read
 * @param sourceEnd the source's end of WAL when it was last asked; null before
 * @param consistent whether the target shows an image of one source commit (promise P1)
 * @param consistentFrom the target is an image of one source commit from here on; null until the backfill is complete
 * @param consistentAt when it became one; null before
 * @param lag age of the oldest source commit that is not in the target
 * @param lagBytes WAL between the source's end and the position
 * @param canaryLatency how long the last token took from the source's WAL into the target's ledger; null before the first
 * @param slot the slot as the source sees it; null before it was asked
 * @param wal how much WAL the source may keep
 * @param openTransaction the transaction that is being applied in pieces; null while there is none
 * @param transactions source transactions applied by this process
 * @param rows rows applied by this process from the stream
 * @param quarantine what is set aside, and why
 * @param drift how the legacy schema has changed
 * @param throttling how far the backfill is slowed down
 * @param quarantineLimits how much may be
 * @param refusals how many of the newest rows were refused
 * @param retries writes that were tried again
 * @param rowsPerSecond rows loaded or applied over the last seconds
 * @param lastError the last failure in words without values; null when there was none
 */
public record Status(
        String name,
        RunPhase phase,
        Instant startedAt,
        Instant at,
        List<TableProgress> tables,
        @Nullable Position position,
        @Nullable Position sourceEnd,
        boolean consistent,
        @Nullable Position consistentFrom,
        @Nullable Instant consistentAt,
        Duration lag,
        long lagBytes,
        @Nullable Duration canaryLatency,
        @Nullable SlotHealth slot,
        WalLimits wal,
        @Nullable OpenTransaction openTransaction,
        long transactions,
        Map<TableOperation, Long> rows,
        QuarantineSummary quarantine,
        DriftSummary drift,
        Throttling throttling,
        QuarantineLimits quarantineLimits,
        Refusals refusals,
        long retries,
        double rowsPerSecond,
        @Nullable String lastError) {

    public Status {
        tables = List.copyOf(tables);
        rows = Map.copyOf(rows);
    }
}
