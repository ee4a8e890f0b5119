package io.crosswalk.sink;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * Rows of one target table that wait in the quarantine though no legacy row stands for them any more. The keys that may wait are collected
 * in a temporary table, as by {@link SurplusRows}. One thread.
 */
public final class SurplusQuarantine {

    private static final String KNOWN = "pg_temp.crosswalk_known";

    private final Connection target;
    private final String name;
    private final TableId table;

    private SurplusQuarantine(Connection target, String name, TableId table) {
        this.target = target;
        this.name = name;
        this.table = table;
    }

    /** Begins with no known key. */
    public static SurplusQuarantine in(Connection target, String name, TableId table) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + KNOWN);
            statement.execute("CREATE TEMPORARY TABLE crosswalk_known (target_key text)");
        }
        return new SurplusQuarantine(target, name, table);
    }

    /** Rows that there are, by their keys as the transform writes them. */
    public void know(Collection<Key> symbolicKeys) throws SQLException {
        try (PreparedStatement statement =
                target.prepareStatement("INSERT INTO " + KNOWN + " SELECT unnest(?::text[])")) {
            statement.setArray(
                    1,
                    target.createArrayOf(
                            "text", symbolicKeys.stream().map(Key::text).toArray()));
            statement.executeUpdate();
        }
    }

    /** How many rows wait that are not known. */
    public long count() throws SQLException {
        try (PreparedStatement statement = bound("SELECT count(*) FROM crosswalk.quarantine AS q");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Takes them out; returns how many there were. */
    public long remove() throws SQLException {
        try (PreparedStatement statement = bound("DELETE FROM crosswalk.quarantine AS q")) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement bound(String verb) throws SQLException {
        PreparedStatement statement = target.prepareStatement(verb
                + " WHERE q.name = ? AND q.target_table = ? AND NOT EXISTS (SELECT FROM " + KNOWN
                + " AS k WHERE k.target_key = q.target_key)");
        statement.setString(1, name);
        statement.setString(2, table.toString());
        return statement;
    }
}
