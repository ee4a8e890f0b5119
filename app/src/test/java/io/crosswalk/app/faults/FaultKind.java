package io.crosswalk.app.faults;

/** What may strike a migration. */
enum FaultKind {
    /** kill -9. */
    MIGRATOR_KILLED(6),
    /** SIGTERM: it ends in order. */
    MIGRATOR_TERMINATED(3),
    /** SIGSTOP, and SIGCONT after a while. */
    MIGRATOR_SUSPENDED(2),
    /** kill -9 while a transaction is applied that is too big for memory. */
    MIGRATOR_KILLED_IN_HUGE_TRANSACTION(3),
    /** It dies at a place where something has just become durable, or is just about to. */
    MIGRATOR_KILLED_AT_FAILPOINT(6),
    /** Its wall clock is set forward or back, by seconds or by a year, and stays so until the next time. */
    MIGRATOR_CLOCK_SET(3),

    /** kill -9 of all processes of the server. */
    LEGACY_KILLED(2),
    LEGACY_STOPPED(1),
    LEGACY_STOPPED_IMMEDIATELY(1),
    TARGET_KILLED(2),
    TARGET_STOPPED(1),
    TARGET_STOPPED_IMMEDIATELY(1),

    LEGACY_CUT(2),
    LEGACY_RESET(2),
    LEGACY_HALF_CLOSED(1),
    LEGACY_BLACK_HOLE(1),
    LEGACY_DELAYED(1),
    LEGACY_THROTTLED(1),
    TARGET_CUT(2),
    TARGET_RESET(2),
    TARGET_HALF_CLOSED(1),
    TARGET_BLACK_HOLE(1),
    TARGET_DELAYED(1),
    TARGET_THROTTLED(1),

    /** pg_terminate_backend on the process that sends the WAL. */
    WALSENDER_TERMINATED(3),
    /** pg_terminate_backend on every session of the migrator's in the target. */
    SINK_TERMINATED(3),
    /** Every write to a table of the target answers 53100 for a while, as a full disk does. */
    TARGET_DISK_FULL(2),
    /** Somebody holds ACCESS EXCLUSIVE on a table. */
    TARGET_LOCKED(2),
    LEGACY_LOCKED(2);

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
