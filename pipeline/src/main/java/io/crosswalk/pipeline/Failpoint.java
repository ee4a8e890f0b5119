package io.crosswalk.pipeline;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The places right after (or, where it says so, right before) a state of a migration becomes durable: where a process that dies must leave
 * something that the next one can go on from. A test kills a child process at each of them in turn:
 * {@code -Dcrosswalk.failpoint=CHUNK_COMMITTED:3} ends the process, as kill -9 would, when the place is reached for the third time. Nothing
 * else arms a place: no configuration, no environment variable, no command.
 *
 * <p>What one transaction writes together has one place before its commit and one after it: a batch holds rows, folds, id mappings, the
 * quarantine, what is awaited and inherited, and the ledger.
 *
 * <p>Not armed, a place costs a comparison of a constant with null, which the compiler takes out. Safe from any thread.
 */
public enum Failpoint {
    /** {@code prepare} has made types and tables. */
    TABLES_PREPARED,
    /** {@code prepare} has written the foreign keys down. */
    FOREIGN_KEYS_PREPARED,
    /** {@code prepare} has made what accounts need. */
    ACCOUNT_TRIGGERS_PREPARED,
    /** {@code prepare --rollback} has taken back what was made. */
    PREPARE_ROLLED_BACK,
    /** {@code plan} has written one of its files. */
    PLAN_FILE_WRITTEN,
    /** Before the move: {@code draft} has written its text beside the old file. */
    DRAFT_WRITTEN,

    /** Before the commit: the control tables are made, or become those of this version. */
    CONTROL_SCHEMA_WRITTEN,
    /** The target has its control tables. */
    CONTROL_SCHEMA_INSTALLED,
    /** The table of a fold exists. */
    FOLD_TABLE_MADE,
    /** The target knows who writes it, and its ledger is one of this version. */
    SEAT_SIGNED,
    /** The legacy database has our schema. */
    SOURCE_SCHEMA_MADE,
    /** A legacy table has the replica identity it needs. */
    REPLICA_IDENTITY_SET,
    /** The publication exists, and may hold the heartbeat's table only. */
    PUBLICATION_CREATED,
    /** A table that is not mapped has left the publication. */
    TABLE_WITHDRAWN,
    /** A table has joined the publication. */
    TABLE_PUBLISHED,

    /** Indexes and foreign keys are taken away for the backfill. */
    INDEXES_TAKEN_AWAY,
    /** The slot of a start that was cut off is dropped. */
    LEFT_SLOT_DROPPED,
    /** The target knows that a slot is about to be made. */
    BEGINNING_NOTED,
    /** The slot exists, its snapshot is exported, the ledger knows nothing of it, and its server forgets some changes of the catalog. */
    SLOT_CREATED,
    /** The state of the catalog is written down for the slot. */
    SLOT_WITNESSED,
    /** Ledger and plan of the backfill are written. */
    LEDGER_OPENED,

    /** Before the commit: a chunk's rows are written. */
    CHUNK_WRITTEN,
    /** A chunk and its entry are committed. */
    CHUNK_COMMITTED,
    /** A newer snapshot is exported, for the chunks that a cut-off backfill left. */
    NEWER_SNAPSHOT_TAKEN,
    /** All chunks are loaded, and the ledger says from where on the target will be consistent. */
    BACKFILL_FINISHED,
    /** One index is built again. */
    INDEX_BUILT,
    /** References that lack their parent are settled. */
    BACKFILL_SETTLED,
    /** A foreign key exists again and is not validated. */
    FOREIGN_KEY_ADDED,
    /** A foreign key is validated, and still written down as missing. */
    FOREIGN_KEY_VALIDATED,
    /** A foreign key is no longer written down. */
    FOREIGN_KEY_FORGOTTEN,
    /** The ledger says that the stream may begin. */
    STREAM_ENTERED,

    /** A key range that a resync found equal is noted. */
    RANGE_NOTED,
    /** Rows that no legacy row stands for are removed by a resync. */
    SURPLUS_REMOVED,

    /** Before the commit: a piece of a transaction that is too big for memory is written. */
    PIECE_WRITTEN,
    /** Before the commit: a batch and the ledger's new position are written. */
    BATCH_WRITTEN,
    /** A batch is committed; the slot has not been told. */
    BATCH_COMMITTED,
    /** The slot has been told. */
    CONFIRMED,

    /** A request for accounts is written down; the service has not been asked. */
    ACCOUNT_REQUESTED,
    /** The service has answered a request for an account; the target knows nothing of it. */
    ACCOUNT_MADE,
    /** The service has changed an account; the target knows nothing of it. */
    ACCOUNT_CHANGED,
    /** The service has deleted an account; the target still means to. */
    ACCOUNT_DELETED,
    /** The deletions are recorded. */
    DELETIONS_RECORDED,

    /** Somebody asked for rows of the quarantine to be tried again. */
    RETRY_REQUESTED,
    /** Rows of the quarantine were tried again by the command, where no process runs the migration. */
    RETRIED_WITHOUT_A_STREAM,
    /** Rows of the quarantine are waived. */
    WAIVED,
    /** The migration is paused, or goes on. */
    PAUSE_SWITCHED,
    /** The target knows how the legacy schema differs from what it was. */
    DRIFT_NOTED,
    /** Somebody said that a change of the legacy schema is all right. */
    DRIFT_ACCEPTED,
    /** The legacy schema and the mapping of now are what drift is measured against. */
    BASELINE_ADVANCED,
    /** The ledger says why a run ended. */
    FAILURE_NOTED;

    /** {@code NAME} or {@code NAME:times}. */
    private static final @Nullable String ARMED = System.getProperty("crosswalk.failpoint");

    /** What a shell reports for a process that was killed with signal 9. */
    private static final int KILLED = 137;

    private final AtomicLong times = new AtomicLong();

    /** Says that the place is reached; ends the process when the test wants it so. */
    public void reached() {
        if (ARMED != null) {
            strike(ARMED);
        }
    }

    private void strike(String armed) {
        int colon = armed.indexOf(':');
        String wanted = colon < 0 ? armed : armed.substring(0, colon);
        long at = colon < 0 ? 1 : Long.parseLong(armed.substring(colon + 1));
        if (name().equals(wanted) && times.incrementAndGet() == at) {
            // No shutdown hook, no finally: nothing gets the chance to tidy up.
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
