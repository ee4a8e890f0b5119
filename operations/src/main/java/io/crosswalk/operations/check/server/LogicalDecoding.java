package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The source writes its WAL for logical decoding, and has room for our slot and our sessions. */
public final class LogicalDecoding implements Inspection {

    /** The migration's own slot, and a temporary one while it comes into being, or when a backfill is taken up again. */
    private static final int SLOTS = 2;
    /** The stream, and the session that exports a snapshot; the sessions of both slots while the migration's comes into being. */
    private static final int SENDERS = 2;

    @Override
    public String subject() {
        return "WAL level, free slots and senders";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection source = surroundings.source().connection();
        List<Finding> findings = new ArrayList<>();
        level(Query.of("SELECT current_setting('wal_level')").text(source)).ifPresent(findings::add);
        String slots = "SELECT current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots";
        String slot = surroundings.settings().slot();
        boolean hasOurs = Query.of("SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)", slot)
                .holds(source);
        boolean hasStream = Query.of(
                        "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND active)", slot)
                .holds(source);
        room(
                findings,
                "replication slots",
                Query.of(slots).number(source),
                hasOurs ? SLOTS - 1 : SLOTS,
                "max_replication_slots");
        String senders = "SELECT current_setting('max_wal_senders')::int - count(*) FROM pg_stat_replication";
        room(
                findings,
                "WAL senders",
                Query.of(senders).number(source),
                hasStream ? SENDERS - 1 : SENDERS,
                "max_wal_senders");
        return findings;
    }

    static Optional<Finding> level(String level) {
        return level.equals("logical")
                ? Optional.empty()
                : Optional.of(Finding.blocker(
                        "source",
                        "wal_level is " + level,
                        "changes cannot be read from the WAL",
                        "ALTER SYSTEM SET wal_level = 'logical'; -- then restart the server"));
    }

    static void room(List<Finding> findings, String what, long free, int needed, String setting) {
        if (free >= needed) {
            return;
        }
        findings.add(Finding.blocker(
                "source",
                (free <= 0 ? "no" : free + " of " + needed + " needed") + " " + what + " are free",
                "the migration needs its own one, and a second one while that comes into being or a backfill is taken up again",
                "ALTER SYSTEM SET " + setting + " = 20; -- then restart the server"));
    }
}
