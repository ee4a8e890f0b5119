package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CopyText;
import io.crosswalk.postgres.Identifiers;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads tables under a {@link Snapshot}, chunk by chunk, in constant memory. One connection; one thread at a time. */
public final class SnapshotReader implements AutoCloseable {

    /** A table whose pages fit in here is one chunk, whatever the planner believes. */
    private static final long SMALL_BYTES = 8L << 20;

    private final Connection connection;

    private SnapshotReader(Connection connection) {
        this.connection = connection;
    }

    /** Joins the snapshot, which must be open still; afterwards this reader no longer depends on it. */
    public static SnapshotReader open(SourceSettings settings, Snapshot snapshot) throws SQLException {
        Connection connection = settings.address().connect("crosswalk backfill");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = 0");
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            // A reader that waits behind the application's DDL makes everybody else wait behind itself.
            statement.execute("SET lock_timeout = " + settings.lockTimeout().toMillis());
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("SET TRANSACTION SNAPSHOT " + Identifiers.literal(snapshot.name()));
            return new SnapshotReader(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Cuts a table along its first key column into chunks of about {@code chunkRows} rows; more where many rows share a value. A small
     * table and one without a key are one chunk. The chunks cover every value that the column's type has.
     */
    public List<Chunk> plan(SourceTable table, int chunkRows) throws SQLException {
        if (chunkRows < 2) {
            throw new IllegalArgumentException("a chunk has 2 rows at least, not " + chunkRows);
        }
        Savepoint unlocked = connection.setSavepoint();
        List<Chunk> chunks = divide(table, chunkRows);
        connection.rollback(unlocked);
        connection.releaseSavepoint(unlocked);
        return chunks;
    }

    private List<Chunk> divide(SourceTable table, int chunkRows) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        String from = null;
        if (table.key().size() > 0 && !isSmall(table, chunkRows)) {
            for (String bound : bounds(table, chunkRows)) {
                chunks.add(new Chunk(table.id(), chunks.size(), from, bound));
                from = bound;
            }
        }
        chunks.add(new Chunk(table.id(), chunks.size(), from, null));
        return chunks;
    }

    private boolean isSmall(SourceTable table, int chunkRows) throws SQLException {
        // Never analysed is -1, or 0 up to PostgreSQL 13: the planner's estimate counts only together with the size.
        if (table.estimatedRows() >= chunkRows) {
            return false;
        }
        String sql = "SELECT coalesce(sum(pg_relation_size(relid)), pg_relation_size(?::regclass))"
                + " FROM pg_partition_tree(?::regclass)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table.id()));
            statement.setString(2, Identifiers.quote(table.id()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) <= Math.min(SMALL_BYTES, 64L * chunkRows);
            }
        }
    }

    // One pass over the key's index. Rows that share a value are never parted: equal neighbours are one bound.
    private List<String> bounds(SourceTable table, int chunkRows) throws SQLException {
        String key = Identifiers.quote(table.key().names().get(0));
        String sql = "SELECT k::text FROM (SELECT " + key + " AS k, row_number() OVER (ORDER BY " + key + ") AS n FROM "
                + relation(table) + ") numbered WHERE n > 1 AND n % " + chunkRows + " = 1 ORDER BY n";
        List<String> bounds = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String bound = rows.getString(1);
                if (bounds.isEmpty() || !bounds.get(bounds.size() - 1).equals(bound)) {
                    bounds.add(bound);
                }
            }
        }
        return bounds;
    }

    /**
     * Hands over every row of a chunk, with the table's columns. Afterwards it holds no lock on the table, though it still reads under its
     * snapshot: the application's DDL waits for one chunk and not for the backfill.
     *
     * @throws SQLException when the source fails; the reader can only be closed then
     */
    public void read(Chunk chunk, SourceTable table, RowConsumer consumer) throws SQLException, InterruptedException {
        // What is locked after a savepoint is free again when that is rolled back (PostgreSQL manual, 13.3).
        Savepoint unlocked = connection.setSavepoint();
        copy(chunk, table, consumer);
        connection.rollback(unlocked);
        connection.releaseSavepoint(unlocked);
    }

    private void copy(Chunk chunk, SourceTable table, RowConsumer consumer) throws SQLException, InterruptedException {
        Columns columns = table.columns();
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query(chunk, table) + ") TO STDOUT");
        try {
            byte[] line = copy.readFromCopy();
            while (line != null) {
                @Nullable String[] values = CopyText.decode(line, columns.size());
                // A row's array may have to hold other things than text later.
                consumer.accept(Row.of(columns, Arrays.copyOf(values, values.length, Object[].class)));
                line = copy.readFromCopy();
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private String query(Chunk chunk, SourceTable table) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(Identifiers.quoteAll(table.columns().names()))
                .append(" FROM ")
                .append(relation(table));
        if (chunk.from() == null && chunk.to() == null) {
            return sql.toString();
        }
        KeyColumn key = KeyColumn.of(connection, table);
        sql.append(" WHERE true");
        if (chunk.from() != null) {
            sql.append(" AND ").append(key.quoted()).append(" >= ").append(key.constant(chunk.from()));
        }
        if (chunk.to() != null) {
            sql.append(" AND ").append(key.quoted()).append(" < ").append(key.constant(chunk.to()));
        }
        return sql.toString();
    }

    /**
     * Which of these rows the table does not hold.
     *
     * @param keys values of the table's one key column
     */
    public Set<String> missing(SourceTable table, Collection<String> keys) throws SQLException {
        KeyColumn key = KeyColumn.of(connection, table);
        String sql = "SELECT k.v FROM unnest(?::text[]) AS k (v) WHERE NOT EXISTS (SELECT FROM " + relation(table)
                + " t WHERE t." + key.quoted() + " = " + key.value("k.v") + ")";
        Set<String> missing = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
        }
        return missing;
    }

    // The publication names a plain table alone, without tables that inherit from it; a partitioned one holds nothing
    // by itself.
    private String relation(SourceTable table) throws SQLException {
        String sql = "SELECT relkind = 'p' FROM pg_class WHERE oid = ?::regclass";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table.id()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return (row.getBoolean(1) ? "" : "ONLY ") + Identifiers.quote(table.id());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
