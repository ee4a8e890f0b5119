package io.crosswalk.testbed.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What was committed, in the order of the commits. A transaction writes its row last, under a lock that it gives back only when its commit
 * is in the WAL: so the numbers of committed transactions rise with their positions, and no number is given twice.
 */
public final class History {

    private static final int LOCK = 0x70_72_74;

    /**
     * One committed transaction.
     *
     * @param tick its number; numbers of transactions that were rolled back are missing
     * @param digest of the state that it committed; empty where its snapshot was too old to see that
     */
    public record Entry(long tick, String digest) {}

    private History() {}

    /**
     * Writes the row of the open transaction, and makes all others wait until it has ended.
     *
     * @param sees false for a transaction whose snapshot is older than this statement
     */
    static void write(Connection connection, boolean sees) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            // A statement of its own: its snapshot is younger than the lock.
            statement.execute("INSERT INTO " + Sides.LEGACY.history()
                    + " SELECT torture_cuid('tick' || n), n, " + (sees ? Sides.LEGACY.digest() : "NULL")
                    + " FROM nextval('torture_tick') AS n");
        }
    }

    /** All of it, in order. */
    public static List<Entry> read(Connection connection) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT tick, coalesce(digest, '') FROM " + Sides.LEGACY.history() + " ORDER BY tick")) {
            while (rows.next()) {
                entries.add(new Entry(rows.getLong(1), rows.getString(2)));
            }
        }
        return entries;
    }
}
