package io.crosswalk.testbed.server;

import java.util.ArrayList;
import java.util.List;

/** The settings that every server of ours starts with, in the form {@code name=value}. */
final class ServerFlags {

    private ServerFlags() {}

    /** Logical decoding, room for many slots and sessions; durable means that commits reach the disk. */
    static List<String> of(boolean durable) {
        List<String> flags = new ArrayList<>(List.of(
                "wal_level=logical",
                "max_replication_slots=20",
                "max_wal_senders=20",
                "max_connections=200",
                "max_prepared_transactions=10",
                "timezone=UTC"));
        if (durable) {
            // The default of 5 min and 1 GB makes a loaded demo checkpoint all the time.
            flags.add("max_wal_size=2GB");
        } else {
            // It may lie in memory.
            flags.addAll(List.of("max_wal_size=256MB", "fsync=off", "full_page_writes=off", "synchronous_commit=off"));
        }
        return List.copyOf(flags);
    }
}
