package io.crosswalk.app.status;

/** What a running migrator is doing. */
public enum RunPhase {
    /** Connecting, checking, preparing both sides. */
    STARTING,
    /** Copying rows under a snapshot. */
    BACKFILL,
    /** The backfill has yielded: changes are applied until the source keeps less WAL. */
    CATCHING_UP,
    /** Building indexes and foreign keys. */
    INDEXING,
    /** Applying changes. */
    STREAMING,
    /** Paused by an operator; the slot keeps the WAL. */
    PAUSED,
    /** Waiting to start again after a failure that may pass. */
    RETRYING,
    /** Ended in order. */
    STOPPED,
    /** Ended by a failure that somebody has to look at. */
    FAILED
}
