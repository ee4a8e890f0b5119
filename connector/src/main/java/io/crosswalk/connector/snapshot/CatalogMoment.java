package io.crosswalk.connector.snapshot;

import io.crosswalk.postgres.DatabaseAddress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The source's catalog at one moment. A slot that comes into being while somebody rewrites a table (TRUNCATE, DDL) may not be able to
 * decode what open transactions write to that table: its server then says "could not map filenumber" at each start of the stream, or
 * takes a row for one with the columns of before. Seen on 15.18 and 17.11: docs/guarantees.md.
 *
 * @param visible which transactions had ended, in the text form of txid_snapshot
 */
record CatalogMoment(String visible) {

    private static final int FIRST_NORMAL_OBJECT = 16_384;

    static CatalogMoment now(DatabaseAddress address) throws SQLException {
        try (Connection connection = address.connectCautiously("crosswalk source");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT txid_current_snapshot()")) {
            row.next();
            return new CatalogMoment(row.getString(1));
        }
    }

    /** The tables that were created, rewritten or altered by transactions that have ended since. */
    List<String> changedSince(DatabaseAddress address) throws SQLException {
        // Rows carry 32 bits of the transaction's number; the other ones are those of a number near the present one.
        String sql = """
                SELECT DISTINCT c.oid::regclass::text
                FROM pg_class c
                JOIN (SELECT oid, xmin::text::bigint AS writer FROM pg_class
                      UNION ALL SELECT attrelid, xmin::text::bigint FROM pg_attribute) w ON w.oid = c.oid
                CROSS JOIN (SELECT txid_snapshot_xmax(txid_current_snapshot()) AS present) p
                WHERE c.relpersistence = 'p' AND c.relkind IN ('r', 'p', 'm') AND c.oid >= ? AND w.writer >= 3
                  AND NOT txid_visible_in_snapshot(
                      present + (writer - present % 4294967296 + 6442450944) % 4294967296 - 2147483648,
                      ?::txid_snapshot)
                ORDER BY 1""";
        List<String> changed = new ArrayList<>();
        try (Connection connection = address.connectCautiously("crosswalk source");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, FIRST_NORMAL_OBJECT);
            statement.setString(2, visible);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changed.add(rows.getString(1));
                }
            }
        }
        return changed;
    }
}
