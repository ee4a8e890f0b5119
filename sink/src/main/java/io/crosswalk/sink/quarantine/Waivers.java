package io.crosswalk.sink.quarantine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * {@code crosswalk.waivers}: what people said about rows that left the quarantine for their tables. Their parents are looked at afterwards,
 * in a resync by another process, so that they may come back at once and for the reason that was waived. One thread.
 */
final class Waivers {

    private final String name;
    /** False only while there is known to be none. */
    private boolean kept = true;

    Waivers(String name) {
        this.name = name;
    }

    /** @param some whether there is any, as a look has found */
    void looked(boolean some) {
        kept = some;
    }

    /** The condition in SQL that a row {@code one} waits for the reason that {@code other} was waived for, or for the very rows. */
    static String isSame(String one, String other) {
        String waits = other + ".waits_for";
        return "(" + one + ".reason = " + other + ".reason OR cardinality(" + waits + ") > 0 AND " + one
                + ".waits_for = "
                + waits + " AND NOT EXISTS (SELECT FROM unnest(" + waits + ") AS w (k) WHERE " + WaitKey.isAnySql("w.k")
                + "))";
    }

    /** Takes rows out of the quarantine and keeps their waivers. */
    void remove(Connection connection, String table, Collection<String> keys) throws SQLException {
        String sql = """
                WITH gone AS (
                    DELETE FROM crosswalk.quarantine WHERE name = ? AND target_table = ? AND target_key = ANY (?)
                    RETURNING name, target_table, target_key, reason, waits_for, waived_at, waived_by, waived_reason)
                INSERT INTO crosswalk.waivers
                SELECT * FROM gone WHERE waived_at IS NOT NULL
                ON CONFLICT (name, target_table, target_key) DO UPDATE
                SET reason = EXCLUDED.reason, waits_for = EXCLUDED.waits_for, waived_at = EXCLUDED.waived_at,
                    waived_by = EXCLUDED.waived_by, waived_reason = EXCLUDED.waived_reason""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, table);
            statement.setArray(3, connection.createArrayOf("text", keys.toArray()));
            kept |= statement.executeUpdate() > 0;
        }
    }

    /** Gives rows their waivers back that came back for the same reason. */
    void restore(Connection connection) throws SQLException {
        if (!kept) {
            return;
        }
        execute(
                connection,
                "UPDATE crosswalk.quarantine AS q SET waived_at = v.waived_at, waived_by = v.waived_by,"
                        + " waived_reason = v.waived_reason FROM crosswalk.waivers AS v WHERE v.name = ? AND q.name = v.name"
                        + " AND q.target_table = v.target_table AND q.target_key = v.target_key AND q.waived_at IS NULL AND "
                        + isSame("q", "v"));
    }

    /** Rows that did not come back by now are in their tables to stay. */
    void forget(Connection connection) throws SQLException {
        if (kept) {
            execute(connection, "DELETE FROM crosswalk.waivers WHERE name = ?");
            kept = false;
        }
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }
}
