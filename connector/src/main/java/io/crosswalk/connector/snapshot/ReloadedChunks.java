package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.WayOut;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chunks that were loaded under a snapshot newer than the slot's start: what the stream brings for their rows up to that snapshot is in
 * them already, and is left out. A chunk that is not loaded yet counts as one whose snapshot comes after everything. Which chunk a key lies in is asked of the source, once a batch and table, because only the source knows
 * the order of its keys. One thread.
 */
public final class ReloadedChunks {

    /** A first-key value is in chunks that contain everything up to this snapshot; absent when it is in none. */
    private record Coverage(Map<TableId, Map<String, Position>> snapshots) {

        boolean contains(TableId table, Key key, Position position) {
            Position snapshot = snapshots.getOrDefault(table, Map.of()).get(String.valueOf(key.value(0)));
            return snapshot != null && !position.isAfter(snapshot);
        }
    }

    private final Map<TableId, SourceTable> tables;
    private final Map<TableId, List<LoadedChunk>> chunks;
    private final Position newest;

    public ReloadedChunks(List<SourceTable> tables, List<LoadedChunk> reloaded) {
        this.tables = tables.stream().collect(Collectors.toMap(SourceTable::id, table -> table));
        this.chunks = reloaded.stream()
                .collect(Collectors.groupingBy(loaded -> loaded.chunk().table()));
        this.newest = reloaded.stream()
                .map(LoadedChunk::snapshot)
                .max(Comparator.naturalOrder())
                .orElse(Position.ZERO);
    }

    /** The newest snapshot; after it nothing is left out any more. */
    public Position newest() {
        return newest;
    }

    /** True when the batch may hold changes that are contained already; {@code end} is the end of its last transaction. */
    public boolean concerns(Batch batch, Position end) {
        Position first = batch.transactions().get(0).position();
        return !chunks.isEmpty() && !(first == null ? end : first).isAfter(newest);
    }

    /**
     * The batch without what is contained already.
     *
     * @param end where the last transaction ends, also when the batch is only a piece of it
     */
    public Batch remaining(Connection source, Batch batch, Position end) throws SQLException {
        Coverage coverage = coverage(source, batch);
        List<Transaction> remaining = new ArrayList<>();
        for (Transaction transaction : batch.transactions()) {
            Position position = transaction.position() == null ? end : transaction.position();
            remaining.add(
                    position.isAfter(newest)
                            ? transaction
                            : transaction.withChanges(transaction.changes().stream()
                                    .map(change -> remaining(change, position, coverage))
                                    .filter(Objects::nonNull)
                                    .toList()));
        }
        return new Batch(remaining);
    }

    private @Nullable Change remaining(Change change, Position position, Coverage coverage) {
        TableId table = change.table();
        if (change instanceof Delete delete) {
            return coverage.contains(table, delete.key(), position) ? null : change;
        }
        if (change instanceof Truncate) {
            return remainingTruncate(change, position);
        }
        Upsert upsert = (Upsert) change;
        boolean contained = coverage.contains(table, upsert.key(), position);
        Key former = upsert.formerKey();
        if (former == null) {
            return contained ? null : change;
        }
        boolean formerContained = coverage.contains(table, former, position);
        if (contained) {
            return formerContained ? null : new Delete(table, former, null);
        }
        return formerContained ? new Upsert(table, upsert.operation(), upsert.key(), null, upsert.row(), null) : change;
    }

    private @Nullable Change remainingTruncate(Change change, Position position) {
        // What is not loaded at all has nothing to be emptied, and is read later.
        List<LoadedChunk> reloaded = chunks.getOrDefault(change.table(), List.of()).stream()
                .filter(chunk -> Position.LAST.isAfter(chunk.snapshot()))
                .toList();
        if (reloaded.stream().allMatch(loaded -> position.isAfter(loaded.snapshot()))) {
            return change;
        }
        if (reloaded.stream().noneMatch(loaded -> position.isAfter(loaded.snapshot())) && isWhole(reloaded)) {
            return null;
        }
        throw SourceException.lasting(
                "table " + change.table() + " was truncated at " + position + " between the loading of its chunks. "
                        + WayOut.RESYNC,
                null);
    }

    /** True when the chunks together are the table. */
    private static boolean isWhole(List<LoadedChunk> loaded) {
        List<Chunk> ordered = loaded.stream()
                .map(LoadedChunk::chunk)
                .sorted(Comparator.comparingInt(Chunk::number))
                .toList();
        String end = null;
        for (Chunk chunk : ordered) {
            if (!Objects.equals(end, chunk.from())) {
                return false;
            }
            end = chunk.to();
        }
        return end == null;
    }

    private Coverage coverage(Connection source, Batch batch) throws SQLException {
        Map<TableId, Set<String>> keys = new LinkedHashMap<>();
        for (Transaction transaction : batch.transactions()) {
            for (Change change : transaction.changes()) {
                if (change instanceof Upsert upsert) {
                    collect(keys, change.table(), upsert.key());
                    collect(keys, change.table(), upsert.formerKey());
                } else if (change instanceof Delete delete) {
                    collect(keys, change.table(), delete.key());
                }
            }
        }
        Map<TableId, Map<String, Position>> snapshots = new HashMap<>();
        for (Map.Entry<TableId, Set<String>> entry : keys.entrySet()) {
            snapshots.put(entry.getKey(), ask(source, entry.getKey(), entry.getValue()));
        }
        return new Coverage(snapshots);
    }

    private void collect(Map<TableId, Set<String>> keys, TableId table, @Nullable Key key) {
        if (key != null && chunks.containsKey(table)) {
            keys.computeIfAbsent(table, id -> new LinkedHashSet<>()).add(String.valueOf(key.value(0)));
        }
    }

    private Map<String, Position> ask(Connection source, TableId id, Set<String> keys) throws SQLException {
        List<LoadedChunk> loaded = Objects.requireNonNull(chunks.get(id));
        SourceTable table = Objects.requireNonNull(tables.get(id), () -> id + " is not mapped");
        if (table.key().size() == 0) {
            // Without a key the whole table is one chunk.
            Position snapshot = loaded.get(0).snapshot();
            return keys.stream().collect(Collectors.toMap(key -> key, key -> snapshot));
        }
        KeyColumn column = KeyColumn.of(source, table);
        String sql =
                "SELECT k.v, max(c.snapshot) FROM unnest(?::text[]) AS k (v) JOIN unnest(?::text[], ?::text[], ?::pg_lsn[])"
                        + " AS c (lower, upper, snapshot) ON (c.lower IS NULL OR " + column.value("k.v") + " >= "
                        + column.value("c.lower") + ") AND (c.upper IS NULL OR " + column.value("k.v") + " < "
                        + column.value("c.upper") + ") GROUP BY k.v";
        Map<String, Position> snapshots = new HashMap<>();
        try (PreparedStatement statement = source.prepareStatement(sql)) {
            statement.setArray(1, source.createArrayOf("text", keys.toArray()));
            statement.setArray(
                    2, texts(source, loaded.stream().map(l -> l.chunk().from()).toArray()));
            statement.setArray(
                    3, texts(source, loaded.stream().map(l -> l.chunk().to()).toArray()));
            statement.setArray(
                    4,
                    texts(
                            source,
                            loaded.stream().map(l -> l.snapshot().toString()).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    snapshots.put(rows.getString(1), Position.parse(rows.getString(2)));
                }
            }
        }
        return snapshots;
    }

    private static java.sql.Array texts(Connection source, @Nullable Object[] values) throws SQLException {
        return source.createArrayOf("text", values);
    }
}
