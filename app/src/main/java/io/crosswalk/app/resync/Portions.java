package io.crosswalk.app.resync;

import io.crosswalk.connector.snapshot.SnapshotReader;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads a chunk in portions that fit in memory. */
final class Portions {

    private static final int ROWS = 2_000;
    private static final long BYTES = 4L << 20;

    /** Takes some rows. */
    @FunctionalInterface
    interface Taker {
        void take(List<Row> rows) throws SQLException;
    }

    /** Carries the target's failure out through the source's reader, which must not mistake it for one of its own. */
    private static final class TargetFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final SQLException failure;

        TargetFailure(SQLException cause) {
            super(cause);
            this.failure = cause;
        }
    }

    private final Taker taker;
    private final List<Row> rows = new ArrayList<>();
    private long bytes;
    private long count;

    private Portions(Taker taker) {
        this.taker = taker;
    }

    /** Hands over every row of the chunk; returns how many there were. */
    static long read(SnapshotReader reader, Chunk chunk, SourceTable table, Taker taker)
            throws SQLException, InterruptedException {
        Portions portions = new Portions(taker);
        try {
            reader.read(chunk, table, portions::add);
            portions.flush();
        } catch (TargetFailure e) {
            throw e.failure;
        }
        return portions.count;
    }

    private void add(Row row) {
        rows.add(row);
        bytes += row.weight();
        count++;
        if (rows.size() >= ROWS || bytes >= BYTES) {
            flush();
        }
    }

    private void flush() {
        if (!rows.isEmpty()) {
            try {
                taker.take(List.copyOf(rows));
            } catch (SQLException e) {
                throw new TargetFailure(e);
            }
            rows.clear();
            bytes = 0;
        }
    }
}
