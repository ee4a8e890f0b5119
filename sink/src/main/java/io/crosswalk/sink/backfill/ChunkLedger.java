package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code crosswalk.chunks}: which parts of which legacy table the backfill has to load, and which it has loaded under what snapshot. */
public final class ChunkLedger {

    private final String name;

    public ChunkLedger(String name) {
        this.name = name;
    }

    /** Writes down the plan; chunks that are planned already stay as they are. */
    public void plan(Connection connection, Collection<Chunk> chunks) throws SQLException {
        String sql = """
                INSERT INTO crosswalk.chunks (name, table_schema, table_name, number, lower_bound, upper_bound)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Chunk chunk : chunks) {
                statement.setString(1, name);
                statement.setString(2, chunk.table().schema());
                statement.setString(3, chunk.table().name());
                statement.setInt(4, chunk.number());
                statement.setString(5, chunk.from());
                statement.setString(6, chunk.to());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Writes down a new plan for some tables in place of the old one. */
    public void planAnew(Connection connection, Collection<TableId> tables, Collection<Chunk> chunks)
            throws SQLException {
        String sql = "DELETE FROM crosswalk.chunks WHERE name = ? AND table_schema = ? AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (TableId table : tables) {
                statement.setString(1, name);
                statement.setString(2, table.schema());
                statement.setString(3, table.name());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        plan(connection, chunks);
    }

    /** Forgets every chunk: a plan for all tables follows. */
    public void forgetPlan(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM crosswalk.chunks WHERE name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /** Notes that the target held what a chunk holds under a snapshot already. */
    public void unchanged(Connection connection, Chunk chunk, Position snapshot, long rows) throws SQLException {
        finish(connection, chunk, snapshot, rows, false);
    }

    /** Chunks that are not loaded yet, by table and number. */
    public List<Chunk> open(Connection connection) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        String sql = """
                SELECT table_schema, table_name, number, lower_bound, upper_bound FROM crosswalk.chunks
                WHERE name = ? AND loaded_at IS NULL ORDER BY table_schema, table_name, number""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    chunks.add(chunk(rows));
                }
            }
        }
        return chunks;
    }

    /** Chunks that are loaded, each with the position of its snapshot. */
    public List<LoadedChunk> loaded(Connection connection) throws SQLException {
        List<LoadedChunk> chunks = new ArrayList<>();
        String sql = """
                SELECT table_schema, table_name, number, lower_bound, upper_bound, snapshot::text, row_count FROM crosswalk.chunks
                WHERE name = ? AND loaded_at IS NOT NULL ORDER BY table_schema, table_name, number""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    chunks.add(new LoadedChunk(chunk(rows), Position.parse(rows.getString(6)), rows.getLong(7)));
                }
            }
        }
        return chunks;
    }

    /** Chunks whose rows were copied; the others were found equal by a resync. */
    public List<Chunk> copied(Connection connection) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        String sql = """
                SELECT table_schema, table_name, number, lower_bound, upper_bound FROM crosswalk.chunks
                WHERE name = ? AND loaded_at IS NOT NULL AND copied ORDER BY table_schema, table_name, number""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    chunks.add(chunk(rows));
                }
            }
        }
        return chunks;
    }

    private static Chunk chunk(ResultSet row) throws SQLException {
        return new Chunk(
                new TableId(row.getString(1), row.getString(2)), row.getInt(3), row.getString(4), row.getString(5));
    }

    /**
     * Marks a chunk as loaded, in the transaction that loads it.
     *
     * @return false when somebody else has loaded it: the caller must roll back
     */
    boolean finish(Connection connection, Chunk chunk, Position snapshot, long rows) throws SQLException {
        return finish(connection, chunk, snapshot, rows, true);
    }

    private boolean finish(Connection connection, Chunk chunk, Position snapshot, long rows, boolean copied)
            throws SQLException {
        String sql = """
                UPDATE crosswalk.chunks SET snapshot = ?::pg_lsn, row_count = ?, copied = ?, loaded_at = clock_timestamp()
                WHERE name = ? AND table_schema = ? AND table_name = ? AND number = ? AND loaded_at IS NULL""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, snapshot.toString());
            statement.setLong(2, rows);
            statement.setBoolean(3, copied);
            statement.setString(4, name);
            statement.setString(5, chunk.table().schema());
            statement.setString(6, chunk.table().name());
            statement.setInt(7, chunk.number());
            return statement.executeUpdate() == 1;
        }
    }
}
