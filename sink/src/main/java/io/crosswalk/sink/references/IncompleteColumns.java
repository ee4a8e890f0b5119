package io.crosswalk.sink.references;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.lookups.RowResolution.Incomplete;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.sink.rows.RowJson;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code crosswalk.incomplete}: columns that hold null in the place of ids whose rows are missing, as the transform made them, and
 * which rows those are. Sealed like the quarantine. One thread.
 */
public final class IncompleteColumns {

    private final PayloadCipher cipher;

    public IncompleteColumns(PayloadCipher cipher) {
        this.cipher = cipher;
    }

    /** A column of a row. */
    public record Cell(String rowKey, String column) {}

    public void remember(Connection connection, TargetTable table, List<Incomplete> incomplete) throws SQLException {
        if (incomplete.isEmpty()) {
            return;
        }
        String sql = """
                INSERT INTO crosswalk.incomplete (table_name, row_key, column_name, waits_for, payload) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (table_name, row_key, column_name) DO UPDATE
                SET waits_for = EXCLUDED.waits_for, payload = EXCLUDED.payload""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Incomplete cell : incomplete) {
                Row value = Row.of(Columns.of(cell.column()), cell.symbolic());
                statement.setString(1, table.id().toString());
                statement.setString(2, cell.key().text());
                statement.setString(3, cell.column());
                statement.setArray(
                        4, connection.createArrayOf("text", cell.waitsFor().toArray()));
                statement.setString(
                        5,
                        cipher.seal(
                                RowJson.write(cell.key(), value),
                                context(table.id(), cell.key().text(), cell.column())));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String context(TableId table, String key, String column) {
        return "crosswalk.incomplete/" + table + "/" + column + "/" + key;
    }

    /** Forgets columns that are written anew, or gone. */
    public void forget(Connection connection, TargetTable table, Collection<Key> keys, Collection<String> columns)
            throws SQLException {
        if (keys.isEmpty() || columns.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM crosswalk.incomplete WHERE table_name = ? AND row_key = ANY (?) AND column_name = ANY (?)")) {
            statement.setString(1, table.id().toString());
            statement.setArray(2, texts(connection, keys));
            statement.setArray(3, connection.createArrayOf("text", columns.toArray()));
            statement.executeUpdate();
        }
    }

    public void forgetAll(Connection connection, TargetTable table) throws SQLException {
        if (!table.embedded().isEmpty()) {
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM crosswalk.incomplete WHERE table_name = ?")) {
                statement.setString(1, table.id().toString());
                statement.executeUpdate();
            }
        }
    }

    /** The columns of these rows, as the transform made them. */
    public Map<Cell, Object> of(Connection connection, TargetTable table, Collection<Key> keys) throws SQLException {
        Map<Cell, Object> cells = new HashMap<>();
        String sql =
                "SELECT row_key, column_name, payload FROM crosswalk.incomplete WHERE table_name = ? AND row_key = ANY (?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().toString());
            statement.setArray(2, texts(connection, keys));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String key = rows.getString(1);
                    String column = rows.getString(2);
                    String payload = cipher.open(rows.getString(3), context(table.id(), key, column));
                    Object value =
                            Objects.requireNonNull(RowJson.readRow(payload).value(column));
                    cells.put(new Cell(key, column), value);
                }
            }
        }
        return cells;
    }

    /** The rows of a table that lack any of these arrivals, a page of them. */
    public List<Key> lacking(Connection connection, TargetTable table, Collection<String> arrived, int most)
            throws SQLException {
        List<Key> keys = new ArrayList<>();
        String sql = "SELECT DISTINCT ON (row_key) row_key, column_name, payload FROM crosswalk.incomplete"
                + " WHERE table_name = ? AND waits_for && ? ORDER BY row_key LIMIT " + most;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.id().toString());
            statement.setArray(2, connection.createArrayOf("text", arrived.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String payload =
                            cipher.open(rows.getString(3), context(table.id(), rows.getString(1), rows.getString(2)));
                    keys.add(RowJson.readKey(payload));
                }
            }
        }
        return keys;
    }

    private static java.sql.Array texts(Connection connection, Collection<Key> keys) throws SQLException {
        return connection.createArrayOf("text", keys.stream().map(Key::text).toArray());
    }
}
