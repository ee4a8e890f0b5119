package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.apply.BatchApplier;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.ledger.RefusalCount;
import io.crosswalk.sink.quarantine.CommitPositions;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.session.TargetSession;
import io.crosswalk.sink.session.WriterSeat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Loads chunks of the backfill: all rows of a chunk and its entry in {@code crosswalk.chunks} in one target transaction. One loader is
 * one connection and belongs to one thread.
 */
public final class ChunkLoader implements AutoCloseable {

    private final Connection connection;
    private final String name;
    private final WriterSeat seat;
    private final ChunkLedger ledger;
    private final Quarantine quarantine;
    private final BatchApplier applier;
    private final Mode mode;

    private ChunkLoader(SinkSettings settings, Catalog catalog, Connection connection, Mode mode) {
        this.mode = mode;
        this.connection = connection;
        this.name = settings.name();
        this.seat = settings.seat();
        this.ledger = new ChunkLedger(settings.name());
        this.quarantine = new Quarantine(settings.name(), settings.cipher());
        this.applier = new BatchApplier(settings.tables(), catalog, quarantine, settings.serviceAccounts(catalog));
    }

    public static ChunkLoader open(SinkSettings settings, Catalog catalog) throws SQLException {
        return new ChunkLoader(
                settings, catalog, TargetSession.open(settings.address(), "backfill " + settings.name()), Mode.COPY);
    }

    /** A loader for tables that hold rows already: those with the same key are overwritten. */
    public static ChunkLoader overwriting(SinkSettings settings, Catalog catalog) throws SQLException {
        return new ChunkLoader(
                settings, catalog, TargetSession.open(settings.address(), "resync " + settings.name()), Mode.UPSERT);
    }

    /** Applies changes that belong to no chunk, in a target transaction of their own; what hangs on rows that go is settled. */
    public void apply(List<Change> changes) throws SQLException {
        boolean committed = false;
        try {
            seat.verify(connection);
            quarantine.look(connection);
            applier.apply(connection, changes, mode);
            applier.settle(connection, false);
            connection.commit();
            committed = true;
        } finally {
            if (!committed) {
                connection.close();
            }
        }
    }

    /** The rows of a chunk, mapped: hands them over in portions and returns how many legacy rows it has read. */
    @FunctionalInterface
    public interface Content {
        long writeTo(Portions portions) throws SQLException, InterruptedException;
    }

    /** Takes portions of mapped rows. */
    @FunctionalInterface
    public interface Portions {
        void write(List<Change> changes) throws SQLException;
    }

    /**
     * What a load came to.
     *
     * @param rows legacy rows read
     * @param written target rows written
     * @param setAside rows that went into the quarantine, for whatever reason
     * @param refused those of them that were refused for what they are
     */
    public record Loaded(long rows, long written, long setAside, long refused) {}

    /**
     * Loads one chunk, all or nothing. When it fails the loader is closed, because its connection may be in any state.
     *
     * @param snapshot the position of the snapshot under which {@code content} reads
     */
    public Loaded load(Chunk chunk, Position snapshot, Content content) throws SQLException, InterruptedException {
        boolean committed = false;
        try {
            seat.verify(connection);
            quarantine.look(connection);
            quarantine.applying(CommitPositions.of(snapshot));
            Tally tally = new Tally();
            long rows = content.writeTo(changes -> tally.add(applier.apply(connection, changes, mode)));
            applier.dismiss();
            if (ledger.finish(connection, chunk, snapshot, rows)) {
                // Last, because all loaders count in one row.
                RefusalCount.of(tally).add(connection, name);
                Failpoint.CHUNK_WRITTEN.reached();
                connection.commit();
                committed = true;
                Failpoint.CHUNK_COMMITTED.reached();
                return new Loaded(rows, tally.written(), tally.setAside(), tally.refused());
            }
            connection.rollback();
            committed = true;
            return new Loaded(0, 0, 0, 0);
        } finally {
            if (!committed) {
                connection.close();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
