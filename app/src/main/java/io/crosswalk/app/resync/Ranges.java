package io.crosswalk.app.resync;

import io.crosswalk.app.migration.backfill.Workers;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.connector.snapshot.SnapshotReader;
import io.crosswalk.operations.comparison.RowsInPlace;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.TargetImage;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.ChunkLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares key ranges with the target and copies those that differ, several at once, all under one snapshot. */
final class Ranges {

    private static final Logger LOG = LoggerFactory.getLogger(Ranges.class);

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final Snapshot snapshot;
    private final ChunkLedger ledger;
    private final RowsInPlace inPlace;
    private final Map<TableId, SourceTable> tables = new HashMap<>();

    Ranges(MigrationSettings settings, Preparation preparation, Snapshot snapshot) {
        this.settings = settings;
        this.preparation = preparation;
        this.snapshot = snapshot;
        this.ledger = new ChunkLedger(settings.name());
        this.inPlace = Preparation.rowsInPlace(settings, preparation);
        preparation.sources().forEach(table -> tables.put(table.id(), table));
    }

    /** Cuts tables into ranges as the backfill does. */
    List<Chunk> plan(List<SourceTable> wanted) throws SQLException {
        List<Chunk> chunks = new ArrayList<>();
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
            for (SourceTable table : wanted) {
                chunks.addAll(reader.plan(table, settings.rowsOfChunk(table.id())));
            }
        }
        return chunks;
    }

    /**
     * The ranges that differ. The others are noted as loaded.
     *
     * @param note whether to write that down
     */
    List<Chunk> differing(List<Chunk> chunks, boolean note) throws SQLException, InterruptedException {
        Queue<Chunk> open = new ConcurrentLinkedQueue<>(chunks);
        Queue<Chunk> differing = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        work(chunks.size(), reader -> {
            try (Connection target = settings.target().connect("crosswalk resync " + settings.name())) {
                target.setAutoCommit(false);
                for (Chunk chunk = open.poll(); chunk != null; chunk = open.poll()) {
                    if (!isInPlace(reader, target, chunk, note)) {
                        differing.add(chunk);
                    }
                    LOG.info(
                            "compared {} of {} ranges, {} differ",
                            done.incrementAndGet(),
                            chunks.size(),
                            differing.size());
                }
            }
        });
        return List.copyOf(differing);
    }

    private boolean isInPlace(SnapshotReader reader, Connection target, Chunk chunk, boolean note)
            throws SQLException, InterruptedException {
        SourceTable table = table(chunk);
        AtomicBoolean same = new AtomicBoolean(true);
        long rows = Portions.read(reader, chunk, table, portion -> {
            if (same.get()) {
                same.set(holds(target, table, portion));
            }
        });
        target.rollback();
        if (same.get() && note) {
            preparation.sink().seat().verify(target);
            ledger.unchanged(target, chunk, snapshot.position(), rows);
            target.commit();
            Failpoint.RANGE_NOTED.reached();
        }
        return same.get();
    }

    // A value that is none of its column's type is one for the quarantine.
    private boolean holds(Connection target, SourceTable table, List<Row> portion) throws SQLException {
        try {
            return inPlace.hold(target, inPlace.expected(target, table, portion));
        } catch (SQLException e) {
            if (Failures.kind(e) != Failures.Kind.DATA) {
                throw e;
            }
            target.rollback();
            return false;
        }
    }

    /** Copies ranges, those of parents first; each in one target transaction with its entry in the ledger. */
    void copy(List<Chunk> chunks) throws SQLException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        for (List<SourceTable> level : preparation.levels(settings.mapping())) {
            Queue<Chunk> open = new ConcurrentLinkedQueue<>(chunks.stream()
                    .filter(chunk -> level.stream().anyMatch(table -> table.id().equals(chunk.table())))
                    .toList());
            work(open.size(), reader -> {
                try (ChunkLoader loader = ChunkLoader.overwriting(preparation.sink(), preparation.target())) {
                    for (Chunk chunk = open.poll(); chunk != null; chunk = open.poll()) {
                        Chunk current = chunk;
                        loader.load(
                                chunk,
                                snapshot.position(),
                                portions -> Portions.read(
                                        reader,
                                        current,
                                        table(current),
                                        rows -> portions.write(mapped(table(current), rows))));
                        LOG.info("copied {} of {} ranges", done.incrementAndGet(), chunks.size());
                    }
                }
            });
        }
    }

    /** What a whole legacy table is mapped to, portion by portion; nothing is resolved. */
    void changes(SourceTable table, Mapped mapped) throws SQLException, InterruptedException {
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
            Portions.read(
                    reader,
                    new Chunk(table.id(), 0, null, null),
                    table,
                    portion -> mapped.accept(mapped(table, portion)));
        }
    }

    /** Hears of mapped rows. */
    @FunctionalInterface
    interface Mapped {
        void accept(List<Change> changes) throws SQLException;
    }

    // As updates: a row that the mapping leaves out by now takes what it once became out of the target.
    private List<Change> mapped(SourceTable table, List<Row> rows) {
        List<Change> changes = new ArrayList<>();
        rows.forEach(row -> changes.addAll(preparation
                .transform()
                .apply(new Change.Upsert(table.id(), Operation.UPDATE, row.key(table.key()), null, row, null))));
        return changes;
    }

    /** What a whole legacy table should be in the target, portion by portion. */
    void expected(Connection target, SourceTable table, Expectation expectation)
            throws SQLException, InterruptedException {
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
            Portions.read(
                    reader,
                    new Chunk(table.id(), 0, null, null),
                    table,
                    portion -> expected(target, table, portion, expectation));
        }
    }

    private void expected(Connection target, SourceTable table, List<Row> rows, Expectation expectation)
            throws SQLException {
        Savepoint before = target.setSavepoint();
        try {
            for (Map.Entry<TargetTable, TargetImage.Expected> entry :
                    inPlace.expected(target, table, rows).entrySet()) {
                expectation.expect(entry.getKey(), entry.getValue().rows());
            }
            target.releaseSavepoint(before);
        } catch (SQLException e) {
            if (Failures.kind(e) != Failures.Kind.DATA) {
                throw e;
            }
            target.rollback(before);
            // The row that no type takes cannot be in the target; it is found by halves.
            if (rows.size() > 1) {
                int middle = rows.size() / 2;
                expected(target, table, rows.subList(0, middle), expectation);
                expected(target, table, rows.subList(middle, rows.size()), expectation);
            }
        }
    }

    /** Hears of rows that should be in the target. */
    @FunctionalInterface
    interface Expectation {
        void expect(TargetTable table, List<Row> rows) throws SQLException;
    }

    private SourceTable table(Chunk chunk) {
        return Objects.requireNonNull(tables.get(chunk.table()), () -> chunk.table() + " is not mapped");
    }

    /** Work that reads under the snapshot. */
    @FunctionalInterface
    private interface Reading {
        void run(SnapshotReader reader) throws SQLException, InterruptedException;
    }

    private void work(int chunks, Reading reading) throws SQLException, InterruptedException {
        if (chunks == 0) {
            return;
        }
        new Workers("resync", Math.min(settings.readers(), chunks)).run(() -> {
            try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
                reading.run(reader);
            }
        });
    }
}
