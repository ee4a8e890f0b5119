package io.crosswalk.connector;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.DatabaseAddress;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to read, from where, and in which portions.
 *
 * @param name the migration's name; slot and publication are called {@code crosswalk_<name>}
 * @param address the legacy database; logical replication needs a direct connection, never a pooler
 * @param tables the mapped legacy tables
 * @param maxBatchChanges a batch of several transactions holds at most this many changes
 * @param maxBatchBytes a batch of several transactions holds at most about this many bytes
 * @param pieceChanges a transaction with more changes than this travels in pieces of this many
 * @param heartbeatInterval how often a row of ours is changed, so that an idle source moves the slot too
 * @param lockTimeout how long a statement of ours may wait for a lock that the application holds
 */
public record SourceSettings(
        String name,
        DatabaseAddress address,
        List<SourceTable> tables,
        int maxBatchChanges,
        long maxBatchBytes,
        int pieceChanges,
        Duration heartbeatInterval,
        Duration lockTimeout) {

    /** Our own table on the source; its changes keep the slot moving. */
    public static final TableId HEARTBEAT = new TableId("crosswalk", "heartbeat");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");
    private static final int BATCH_CHANGES = 10_000;
    private static final long BATCH_BYTES = 16L << 20;
    private static final int PIECE_CHANGES = 20_000;

    public SourceSettings {
        Objects.requireNonNull(address, "address");
        tables = List.copyOf(tables);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the migration's name is 1 to 40 lower-case letters, digits or underscores, not \"" + name + "\"");
        }
        if (maxBatchChanges < 1 || maxBatchBytes < 1 || pieceChanges < 1) {
            throw new IllegalArgumentException("the bounds of a batch are positive");
        }
        if (heartbeatInterval.toMillis() < 1 || lockTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("heartbeat interval and lock timeout are at least a millisecond");
        }
    }

    /** The defaults: 10,000 changes or 16 MiB a batch, pieces of 20,000 changes, a heartbeat a second, locks within 2 seconds. */
    public static SourceSettings of(String name, DatabaseAddress address, List<SourceTable> tables) {
        return new SourceSettings(
                name,
                address,
                tables,
                BATCH_CHANGES,
                BATCH_BYTES,
                PIECE_CHANGES,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2));
    }

    public SourceSettings withBatch(int changes, long bytes) {
        return new SourceSettings(name, address, tables, changes, bytes, pieceChanges, heartbeatInterval, lockTimeout);
    }

    public SourceSettings withPieceChanges(int changes) {
        return new SourceSettings(
                name, address, tables, maxBatchChanges, maxBatchBytes, changes, heartbeatInterval, lockTimeout);
    }

    public SourceSettings withHeartbeatInterval(Duration interval) {
        return new SourceSettings(
                name, address, tables, maxBatchChanges, maxBatchBytes, pieceChanges, interval, lockTimeout);
    }

    public SourceSettings withLockTimeout(Duration timeout) {
        return new SourceSettings(
                name, address, tables, maxBatchChanges, maxBatchBytes, pieceChanges, heartbeatInterval, timeout);
    }

    /** The replication slot's name. */
    public String slot() {
        return "crosswalk_" + name;
    }

    /** The publication's name. */
    public String publication() {
        return "crosswalk_" + name;
    }
}
