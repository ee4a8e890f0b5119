package io.crosswalk.app.migration.backfill;

import io.crosswalk.app.migration.guard.Gate;
import io.crosswalk.app.migration.guard.Guards;
import io.crosswalk.app.migration.guard.WalPressure;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.quarantine.QuarantineGuard;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.throttle.BackfillThrottle;
import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.connector.snapshot.SnapshotReader;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.ChunkLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * Copies what the legacy tables hold under one snapshot, in chunks, by several readers at once. A chunk is loaded once: what a crash
 * leaves open is read again under a newer snapshot.
 */
public final class Backfill {

    private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
    /** Legacy rows mapped and written in one go: bounds what a reader holds in memory. */
    private static final int PORTION_ROWS = 2_000;

    private static final long PORTION_BYTES = 4L << 20;

    private final Preparation preparation;
    private final ChunkLedger ledger;
    private final int readers;
    private final StatusBoard board;
    private final Gate gate;
    private final WalPressure pressure;
    private final QuarantineGuard quarantine;
    private final ThrottleLimits limits;
    private final Map<TableId, AtomicInteger> openChunks = new ConcurrentHashMap<>();

    /**
     * @param settings how many readers there are, and from when on the source is so busy that they wait
     * @param guards hold the gate where readers wait while the migration is paused, say when to leave what is open to a later snapshot,
     *     and when too much is set aside
     */
    public Backfill(Preparation preparation, MigrationSettings settings, StatusBoard board, Guards guards) {
        this.preparation = preparation;
        this.ledger = new ChunkLedger(preparation.sink().name());
        this.readers = settings.readers();
        this.limits = settings.throttle();
        this.board = board;
        this.gate = guards.gate();
        this.pressure = guards.pressure();
        this.quarantine = guards.quarantine();
    }

    /** Divides the tables into chunks, under the snapshot they will be read under. */
    List<Chunk> plan(Snapshot snapshot, ToIntFunction<TableId> chunkRows) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
            for (SourceTable table : preparation.sources()) {
                int rows = chunkRows.applyAsInt(table.id());
                List<Chunk> ofTable = reader.plan(table, rows);
                chunks.addAll(ofTable);
                long expected = Math.max(table.estimatedRows(), (ofTable.size() - 1L) * rows);
                board.expect(table.id(), Math.max(0, expected), 0, false);
            }
        }
        LOG.info("backfill: {} tables in {} chunks", preparation.sources().size(), chunks.size());
        return chunks;
    }

    /** Shows what earlier runs have loaded. */
    public void showLoaded(Connection target, ToIntFunction<TableId> chunkRows) throws SQLException {
        Map<TableId, Long> done = new HashMap<>();
        for (LoadedChunk chunk : ledger.loaded(target)) {
            done.merge(chunk.chunk().table(), chunk.rows(), Long::sum);
        }
        Map<TableId, Long> open = new HashMap<>();
        for (Chunk chunk : ledger.open(target)) {
            open.merge(chunk.table(), (long) chunkRows.applyAsInt(chunk.table()), Long::sum);
        }
        for (SourceTable table : preparation.sources()) {
            long loaded = done.getOrDefault(table.id(), 0L);
            board.expect(table.id(), loaded + open.getOrDefault(table.id(), 0L), loaded, !open.containsKey(table.id()));
        }
    }

    /** Loads the chunks that are open, level by level, until all are loaded or the backfill has to yield to the stream. */
    void load(Snapshot snapshot, List<Chunk> open, List<List<SourceTable>> levels)
            throws SQLException, InterruptedException {
        try (BackfillThrottle throttle =
                new BackfillThrottle(limits, readers, preparation.source().address(), board)) {
            load(snapshot, open, levels, throttle);
        }
    }

    private void load(Snapshot snapshot, List<Chunk> open, List<List<SourceTable>> levels, BackfillThrottle throttle)
            throws SQLException, InterruptedException {
        open.forEach(chunk -> openChunks
                .computeIfAbsent(chunk.table(), table -> new AtomicInteger())
                .incrementAndGet());
        for (List<SourceTable> level : levels) {
            Map<TableId, SourceTable> tables = new HashMap<>();
            level.forEach(table -> tables.put(table.id(), table));
            Queue<Chunk> chunks = new ConcurrentLinkedQueue<>(open.stream()
                    .filter(chunk -> tables.containsKey(chunk.table()))
                    .toList());
            if (!chunks.isEmpty()) {
                new Workers("backfill", Math.min(readers, chunks.size()))
                        .run(() -> work(snapshot, chunks, tables, throttle));
            }
        }
    }

    private void work(
            Snapshot snapshot, Queue<Chunk> chunks, Map<TableId, SourceTable> tables, BackfillThrottle throttle)
            throws SQLException, InterruptedException {
        Reading last = new Reading();
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot);
                ChunkLoader loader = ChunkLoader.open(preparation.sink(), preparation.target())) {
            for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
                throttle.pause(last.worked);
                gate.pass();
                if (pressure.isThrottling()) {
                    return;
                }
                SourceTable table = Objects.requireNonNull(tables.get(chunk.table()));
                Chunk current = chunk;
                Reading reading = new Reading();
                last = reading;
                throttle.enter();
                ChunkLoader.Loaded loaded;
                try {
                    loaded = loader.load(
                            chunk, snapshot.position(), portions -> copy(reader, current, table, portions, reading));
                } finally {
                    reading.worked = Duration.ofNanos(System.nanoTime() - reading.begun);
                    throttle.done(chunk.table(), reading.rows, reading.fromSource());
                }
                int left = Objects.requireNonNull(openChunks.get(chunk.table())).decrementAndGet();
                board.loaded(chunk.table(), loaded.rows(), left == 0);
                quarantine.loaded(loaded);
                if (Thread.interrupted()) {
                    throw new InterruptedException("backfill stopped");
                }
            }
        }
    }

    private long copy(
            SnapshotReader reader, Chunk chunk, SourceTable table, ChunkLoader.Portions portions, Reading reading)
            throws SQLException, InterruptedException {
        Portion portion = new Portion(table, portions);
        reader.read(chunk, table, row -> {
            long begun = System.nanoTime();
            portion.add(row);
            reading.here += System.nanoTime() - begun;
            reading.rows++;
        });
        reading.ended = System.nanoTime();
        return portion.finish();
    }

    /** Where the time of one chunk goes: to the source, or to this side of it. */
    private static final class Reading {
        private final long begun = System.nanoTime();
        private long ended = begun;
        private long here;
        private long rows;
        private Duration worked = Duration.ZERO;

        long fromSource() {
            return ended - begun - here;
        }
    }

    /** Rows on their way from a reader to the loader of the same thread. */
    private final class Portion {

        private final SourceTable table;
        private final ChunkLoader.Portions portions;
        private final List<Change> changes = new ArrayList<>();
        private long bytes;
        private int pending;
        private long rows;

        Portion(SourceTable table, ChunkLoader.Portions portions) {
            this.table = table;
            this.portions = portions;
        }

        void add(Row row) {
            changes.addAll(preparation
                    .transform()
                    .apply(new Change.Upsert(table.id(), Operation.INSERT, row.key(table.key()), null, row, null)));
            bytes += row.weight();
            rows++;
            if (++pending >= PORTION_ROWS || bytes >= PORTION_BYTES) {
                flush();
            }
        }

        private void flush() {
            try {
                portions.write(changes);
            } catch (SQLException e) {
                throw new PortionFailure(e);
            }
            changes.clear();
            bytes = 0;
            pending = 0;
        }

        long finish() throws SQLException {
            portions.write(changes);
            return rows;
        }
    }

    /** Carries the target's failure out through the source's reader, which must not mistake it for one of its own. */
    static final class PortionFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortionFailure(SQLException cause) {
            super(cause);
        }
    }
}
