package io.crosswalk.app.status;

/**
 * How the source sees our slot.
 *
 * @param retainedBytes WAL that the source keeps for us
 * @param walStatus reserved, extended, unreserved or lost (PostgreSQL manual, 54.19 "pg_replication_slots")
 * @param active whether a walsender serves it
 */
public record SlotHealth(long retainedBytes, String walStatus, boolean active) {}
