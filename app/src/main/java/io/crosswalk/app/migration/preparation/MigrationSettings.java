package io.crosswalk.app.migration.preparation;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.sink.accounts.AccountService;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.secrets.Sealer;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything a migration needs to know, read and checked.
 *
 * @param name names slot, publication and ledger entry
 * @param mapping what becomes of which table
 * @param mappingDigest digest of the mapping's text, kept in the ledger
 * @param namespace the migration's secret for ids that cannot be computed
 * @param sealer seals secrets, in the target and in the quarantine; empty without a keyset
 * @param accounts makes accounts; there when the mapping leaves them to a service
 * @param readers how many chunks of the backfill are read at once
 * @param chunkRows rows in a chunk
 * @param batchRows changes in one target transaction, at most (whole source transactions)
 * @param batchBytes bytes in one target transaction, at most
 * @param heartbeat how often an idle source is made to move
 * @param canary how often a token is sent through the WAL to measure the way
 * @param retryFor how long the sink retries one batch
 * @param lockTimeout how long a statement may wait for a lock of the legacy application
 * @param wal how much WAL the source may keep
 * @param throttle from when on the source is so busy that the backfill yields
 * @param quarantine how many rows may be set aside
 */
public record MigrationSettings(
        String name,
        DatabaseAddress source,
        DatabaseAddress target,
        Mapping mapping,
        String mappingDigest,
        UUID namespace,
        Optional<Sealer> sealer,
        Optional<AccountService> accounts,
        int readers,
        int chunkRows,
        int batchRows,
        long batchBytes,
        Duration heartbeat,
        Duration canary,
        Duration retryFor,
        Duration lockTimeout,
        WalLimits wal,
        ThrottleLimits throttle,
        QuarantineLimits quarantine) {

    /** A target transaction waits for each call to the service: so many take seconds. */
    private static final int SERVED_ROWS = 200;

    /** Rows in a chunk of a table: fewer where a service is called for each row. */
    public int rowsOfChunk(TableId table) {
        boolean served = mapping.accounts()
                .filter(users ->
                        users.creation() == Creation.SERVICE && users.table().equals(table))
                .isPresent();
        return served ? Math.min(chunkRows, SERVED_ROWS) : chunkRows;
    }

    /** Where accounts are made by SQL, neither WAL nor the quarantine is limited, and the backfill never yields. */
    public MigrationSettings(
            String name,
            DatabaseAddress source,
            DatabaseAddress target,
            Mapping mapping,
            String mappingDigest,
            UUID namespace,
            Optional<Sealer> sealer,
            int readers,
            int chunkRows,
            int batchRows,
            long batchBytes,
            Duration heartbeat,
            Duration canary,
            Duration retryFor,
            Duration lockTimeout) {
        this(
                name,
                source,
                target,
                mapping,
                mappingDigest,
                namespace,
                sealer,
                Optional.empty(),
                readers,
                chunkRows,
                batchRows,
                batchBytes,
                heartbeat,
                canary,
                retryFor,
                lockTimeout,
                WalLimits.NONE,
                ThrottleLimits.OFF,
                QuarantineLimits.NONE);
    }

    /** The same with other limits. */
    public MigrationSettings withWal(WalLimits limits) {
        return with(limits, throttle, quarantine);
    }

    /** The same with a backfill that yields from other limits on. */
    public MigrationSettings withThrottle(ThrottleLimits limits) {
        return with(wal, limits, quarantine);
    }

    /** The same with other limits. */
    public MigrationSettings withQuarantine(QuarantineLimits limits) {
        return with(wal, throttle, limits);
    }

    private MigrationSettings with(WalLimits newWal, ThrottleLimits newThrottle, QuarantineLimits newQuarantine) {
        return new MigrationSettings(
                name,
                source,
                target,
                mapping,
                mappingDigest,
                namespace,
                sealer,
                accounts,
                readers,
                chunkRows,
                batchRows,
                batchBytes,
                heartbeat,
                canary,
                retryFor,
                lockTimeout,
                newWal,
                newThrottle,
                newQuarantine);
    }
}
