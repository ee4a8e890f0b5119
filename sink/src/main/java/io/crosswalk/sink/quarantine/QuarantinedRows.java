package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.RowJson;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the rows that {@code crosswalk.quarantine} holds for a migration. Immutable; the connection is the caller's. */
final class QuarantinedRows {

    /** More than this are not tried again in one go: what a constraint refuses may be many rows, and each try is a savepoint. */
    private static final int MOST_RETRIES = 200;

    /** Rows that are tried again whatever they wait for come in portions of so many, which are applied as sets. */
    private static final int PORTION = 1_000;

    private static final int KEY_PAGE = 1_000;

    private static final String SELECT =
            "SELECT target_table, source_table, source_key, operation, payload, target_key FROM crosswalk.quarantine";

    private final String name;
    private final PayloadCipher cipher;

    QuarantinedRows(String name, PayloadCipher cipher) {
        this.name = name;
        this.cipher = cipher;
    }

    /** The row set aside under a key, if there is one. */
    Optional<PendingRow> find(Connection connection, TableId table, Key symbolicKey) throws SQLException {
        String sql = SELECT + " WHERE name = ? AND target_table = ? AND target_key = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, table.toString());
            statement.setString(3, symbolicKey.text());
            return read(statement).stream().findFirst();
        }
    }

    /** The rows that wait for any of these arrivals. */
    List<PendingRow> waitingFor(Connection connection, Collection<String> arrived) throws SQLException {
        String sql = SELECT + " WHERE name = ? AND waits_for && ? ORDER BY last_seen, target_table, target_key LIMIT "
                + MOST_RETRIES;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setArray(2, connection.createArrayOf("text", arrived.toArray()));
            return read(statement);
        }
    }

    /** What rows wait for: a page of {@link WaitKey}s in the order of their bytes, changes of whole tables left out. */
    List<String> awaited(Connection connection, String after) throws SQLException {
        String sql = "SELECT DISTINCT w COLLATE \"C\" FROM crosswalk.quarantine, unnest(waits_for) AS w WHERE name = ?"
                + " AND w COLLATE \"C\" > ? AND NOT " + WaitKey.isAnySql("w") + " ORDER BY 1 LIMIT " + KEY_PAGE;
        List<String> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
        }
        return keys;
    }

    /** The rows that were tried longest ago. */
    List<PendingRow> oldest(Connection connection) throws SQLException {
        String sql = SELECT + " WHERE name = ? ORDER BY last_seen, target_table, target_key LIMIT " + PORTION;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            return read(statement);
        }
    }

    /**
     * Rows that somebody asked to be tried again.
     *
     * @param labelled whether those belong to them that wait for a label of an enum
     */
    List<PendingRow> requested(Connection connection, boolean labelled) throws SQLException {
        String sql = SELECT + " WHERE name = ? AND (retry_requested IS NOT NULL OR ? AND waits_for && ARRAY[?]::text[])"
                + " ORDER BY last_seen, target_table, target_key LIMIT " + PORTION;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setBoolean(2, labelled);
            statement.setString(3, WaitKey.ANY_LABEL);
            return read(statement);
        }
    }

    /** What a sealed row is bound to: its place in the quarantine. */
    static String context(TableId table, String key) {
        return "crosswalk.quarantine/" + table + "/" + key;
    }

    private List<PendingRow> read(PreparedStatement statement) throws SQLException {
        List<PendingRow> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                TableId table = table(result.getString(1));
                String payload = cipher.open(result.getString(5), context(table, result.getString(6)));
                rows.add(new PendingRow(
                        table,
                        Operation.valueOf(result.getString(4)),
                        RowJson.readKey(payload),
                        RowJson.readRow(payload),
                        new Origin(table(result.getString(2)), result.getString(3))));
            }
        }
        return rows;
    }

    // The schema never holds a dot in what Crosswalk maps; a table's name may.
    private static TableId table(String text) {
        int dot = text.indexOf('.');
        return new TableId(text.substring(0, dot), text.substring(dot + 1));
    }
}
