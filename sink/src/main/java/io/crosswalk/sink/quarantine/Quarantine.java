package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.RowJson;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code crosswalk.quarantine}: rows that could not be applied, whole, each with its reason and what it waits for (promise P4). Written
 * in the transaction that would have written the row.
 */
public final class Quarantine {

    private final String name;
    private final PayloadCipher cipher;
    private final QuarantinedRows rows;
    private final Waivers waivers;
    /** False only while the quarantine is known to be empty, which saves a query for each batch. */
    private boolean occupied = true;
    /** True while somebody asks for rows to be tried again. */
    private boolean requested;
    /** A digest of the target's enum labels while rows wait for one; null while none does. */
    private @Nullable String labels;
    /** The labels with which the waiting rows were tried. */
    private @Nullable String triedLabels;

    private boolean newLabels;
    /** Whether rows of a table wait, as far as it was asked since the last look. */
    private final Map<TableId, Boolean> waitingTables = new HashMap<>();

    private CommitPositions positions = CommitPositions.unknown();

    public Quarantine(String name, PayloadCipher cipher) {
        this.name = name;
        this.cipher = cipher;
        this.rows = new QuarantinedRows(name, cipher);
        this.waivers = new Waivers(name);
    }

    /** What is applied from now on came with these commits. */
    public void applying(CommitPositions commits) {
        positions = commits;
    }

    /** Gives rows their position that this target transaction set aside before it was known. */
    public void place(Connection connection, Position commit) throws SQLException {
        if (!occupied) {
            return;
        }
        String sql = "UPDATE crosswalk.quarantine SET position = ?::pg_lsn"
                + " WHERE name = ? AND position IS NULL AND last_seen >= transaction_timestamp()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, commit.toString());
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }

    public boolean mayHoldRows() {
        return occupied;
    }

    /** Whether any row of a table waits. */
    public boolean holdsRowsOf(Connection connection, TableId table) throws SQLException {
        if (!occupied) {
            return false;
        }
        Boolean known = waitingTables.get(table);
        if (known != null) {
            return known;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM crosswalk.quarantine WHERE name = ? AND target_table = ?)")) {
            statement.setString(1, name);
            statement.setString(2, table.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                waitingTables.put(table, row.getBoolean(1));
                return row.getBoolean(1);
            }
        }
    }

    public boolean isRetryRequested() {
        return requested || newLabels;
    }

    /** Looks whether there is anything at all; to be called outside of failures, at the start of a transaction. */
    public void look(Connection connection) throws SQLException {
        waitingTables.clear();
        String sql = """
                SELECT EXISTS (SELECT FROM crosswalk.quarantine WHERE name = ?),
                       EXISTS (SELECT FROM crosswalk.quarantine WHERE name = ? AND retry_requested IS NOT NULL),
                       CASE WHEN EXISTS (SELECT FROM crosswalk.quarantine WHERE name = ? AND waits_for && ARRAY[?]::text[])
                       THEN (SELECT coalesce(sum(hashtextextended(enumlabel::text, enumtypid::bigint)), 0)::text FROM pg_enum) END,
                       EXISTS (SELECT FROM crosswalk.waivers WHERE name = ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, name);
            statement.setString(3, name);
            statement.setString(4, WaitKey.ANY_LABEL);
            statement.setString(5, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                occupied = row.getBoolean(1);
                requested = row.getBoolean(2);
                labels = row.getString(3);
                waivers.looked(row.getBoolean(4));
                newLabels = labels != null && !labels.equals(triedLabels);
            }
        }
    }

    /**
     * Sets rows aside; a row that is there already keeps its first date and gets the newer reason and values. Its waiver holds as long as
     * the reason that was waived does, also of a row that was in its table for a moment.
     */
    public void put(Connection connection, Collection<Refused> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        occupied = true;
        refused.forEach(row -> waitingTables.put(row.row().table(), true));
        String sql = """
                INSERT INTO crosswalk.quarantine (name, target_table, target_key, source_table, source_key, reason, waits_for,
                                                  operation, payload, position)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::pg_lsn)
                ON CONFLICT (name, target_table, target_key) DO UPDATE
                SET source_table = EXCLUDED.source_table, source_key = EXCLUDED.source_key, reason = EXCLUDED.reason,
                    waits_for = EXCLUDED.waits_for, operation = EXCLUDED.operation, payload = EXCLUDED.payload,
                    position = CASE WHEN ? THEN EXCLUDED.position ELSE coalesce(quarantine.position, EXCLUDED.position) END,
                    attempts = quarantine.attempts + 1, last_seen = clock_timestamp(), retry_requested = NULL,
                    waived_at = CASE WHEN %1$s THEN quarantine.waived_at END,
                    waived_by = CASE WHEN %1$s THEN quarantine.waived_by END,
                    waived_reason = CASE WHEN %1$s THEN quarantine.waived_reason END""".formatted(Waivers.isSame("EXCLUDED", "quarantine"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Refused row : refused) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        waivers.restore(connection);
    }

    private void bind(PreparedStatement statement, Refused row) throws SQLException {
        PendingRow pending = row.row();
        statement.setString(1, name);
        statement.setString(2, pending.table().toString());
        statement.setString(3, pending.symbolicKey().text());
        statement.setString(4, pending.origin().table().toString());
        statement.setString(5, pending.origin().key());
        statement.setString(6, row.reason());
        statement.setArray(
                7,
                statement
                        .getConnection()
                        .createArrayOf("text", row.waitsFor().stream().sorted().toArray()));
        statement.setString(8, pending.operation().name());
        statement.setString(
                9,
                cipher.seal(
                        RowJson.write(pending.symbolicKey(), pending.row()),
                        QuarantinedRows.context(
                                pending.table(), pending.symbolicKey().text())));
        Position position = positions.of(pending.origin());
        statement.setString(10, position == null ? null : position.toString());
        statement.setBoolean(11, positions.changed(pending.origin()));
    }

    /** What left the quarantine stays where it is: a waiver of it is no more. To be called when no row is in doubt. */
    public void settled(Connection connection) throws SQLException {
        waivers.forget(connection);
    }

    /** Takes out rows that were applied, replaced or deleted. */
    public void remove(Connection connection, TableId table, Collection<Key> symbolicKeys) throws SQLException {
        if (!occupied || symbolicKeys.isEmpty()) {
            return;
        }
        waivers.remove(
                connection,
                table.toString(),
                symbolicKeys.stream().map(Key::text).toList());
    }

    /** Takes out every row of a table. */
    public void removeAll(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM crosswalk.quarantine WHERE name = ? AND target_table = ?")) {
            statement.setString(1, name);
            statement.setString(2, table.toString());
            statement.executeUpdate();
        }
    }

    /** The row set aside under a key, if there is one. */
    public Optional<PendingRow> find(Connection connection, TableId table, Key symbolicKey) throws SQLException {
        if (!occupied) {
            return Optional.empty();
        }
        return rows.find(connection, table, symbolicKey);
    }

    /** The rows that wait for any of these arrivals. */
    public List<PendingRow> waitingFor(Connection connection, Collection<String> arrived) throws SQLException {
        if (!occupied || arrived.isEmpty()) {
            return List.of();
        }
        return rows.waitingFor(connection, arrived);
    }

    public PayloadCipher cipher() {
        return cipher;
    }

    /** A row that waits although the mapping promised that it never has to: which, and why. */
    public Optional<String> brokenPromise(Connection connection) throws SQLException {
        if (!occupied) {
            return Optional.empty();
        }
        String sql = "SELECT source_table || ' ' || source_key || ': ' || reason FROM crosswalk.quarantine"
                + " WHERE name = ? AND waits_for && ARRAY[?]::text[] ORDER BY first_seen LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, WaitKey.PROMISED);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** What rows wait for, one after the other: a page of {@link WaitKey}s in the order of their bytes, changes of whole tables left out. */
    public List<String> awaited(Connection connection, String after) throws SQLException {
        if (!occupied) {
            return List.of();
        }
        return rows.awaited(connection, after);
    }

    /** Rows to be tried once, whatever they wait for: those that were tried longest ago. */
    public List<PendingRow> oldest(Connection connection) throws SQLException {
        if (!occupied) {
            return List.of();
        }
        return rows.oldest(connection);
    }

    /** Rows that somebody asked to be tried again, and those that may have got their label. */
    public List<PendingRow> requested(Connection connection) throws SQLException {
        triedLabels = labels;
        return rows.requested(connection, newLabels);
    }
}
