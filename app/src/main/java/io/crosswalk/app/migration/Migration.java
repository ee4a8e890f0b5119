package io.crosswalk.app.migration;

import io.crosswalk.app.migration.backfill.Backfill;
import io.crosswalk.app.migration.backfill.MigrationStart;
import io.crosswalk.app.migration.backfill.RowsAtRest;
import io.crosswalk.app.migration.guard.FailureKind;
import io.crosswalk.app.migration.guard.Guards;
import io.crosswalk.app.migration.preparation.EmptyTarget;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Obstacles;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.migration.streaming.DurableMarkers;
import io.crosswalk.app.migration.streaming.Streaming;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One migration, from its first look at the databases to the last change. {@link #run} may be started again after any end, also after
 * kill -9: the ledger says what is left to do. One thread runs it; {@link #stop} and {@link #drain} may come from others.
 */
public final class Migration {

    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final Duration SEAT_PATIENCE = Duration.ofSeconds(15);

    private final MigrationSettings settings;
    private final StatusBoard board;
    private final UnaryOperator<Sink> metered;
    private final Ledger ledger;
    private final DurableMarkers markers = new DurableMarkers();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread runner;
    private @Nullable Streaming streaming;
    private boolean stopping;
    /** Until both databases answered once, a failure is a typing mistake rather than an outage. */
    private boolean prepared;
    /** The seat of the last attempt that wrote; null before. */
    private @Nullable WriterSeat signed;

    /**
     * @param board where it writes down how it is doing
     * @param metered puts the meters around the sink
     */
    public Migration(MigrationSettings settings, StatusBoard board, UnaryOperator<Sink> metered) {
        this.settings = settings;
        this.board = board;
        this.metered = metered;
        this.ledger = new Ledger(settings.name());
        board.limits(settings.wal());
    }

    /**
     * Runs until {@link #stop}. Failures that pass are survived by starting again where the ledger stands.
     *
     * @throws SourceException or {@link SinkException} when somebody has to act
     */
    public void run() throws InterruptedException {
        synchronized (this) {
            runner = Thread.currentThread();
        }
        RestartPauses pauses = new RestartPauses();
        try {
            while (!isStopping()) {
                long begun = System.nanoTime();
                try {
                    migrateUnlessRefused();
                } catch (SQLException | RuntimeException e) {
                    if (isStopping()) {
                        LOG.debug("ended while stopping: {}", FailureKind.describe(e));
                        break;
                    }
                    survive(e, pauses.after(Duration.ofNanos(System.nanoTime() - begun)));
                }
            }
            board.enter(RunPhase.STOPPED);
        } catch (InterruptedException e) {
            if (!isStopping()) {
                throw e;
            }
            Thread.interrupted();
            board.enter(RunPhase.STOPPED);
        } finally {
            stopped.countDown();
        }
    }

    /** The watch's refusal counts more than whatever it broke off. */
    private void migrateUnlessRefused() throws SQLException, InterruptedException {
        Guards guards = new Guards(settings, board, this::interruptRun);
        try (guards) {
            migrate(guards);
        } catch (InterruptedException | SQLException | RuntimeException e) {
            if (guards.refusal() == null || isStopping()) {
                if (prepared && !isStopping()) {
                    guards.drift().explain(e);
                }
                throw e;
            }
        }
        if (guards.refusal() != null && !isStopping()) {
            // The watch interrupts whatever the run is doing.
            Thread.interrupted();
            guards.throwRefusal();
        }
    }

    /** The runbook. Every step looks at what is done already. */
    private void migrate(Guards current) throws SQLException, InterruptedException {
        board.enter(RunPhase.STARTING);
        WriterSeat seat = current.seat();
        Preparation preparation;
        List<LoadedChunk> loaded;
        try (Connection target = settings.target().connect("crosswalk run " + settings.name())) {
            // Whoever runs is left in peace: nothing is written before, of control tables, schema or drift.
            seat.claim(target, SEAT_PATIENCE);
            preparation = Preparation.checked(settings, current.drift().start(target), seat);
            MigrationStart start = new MigrationStart(settings, preparation, current.drift());
            RowsAtRest rest = new RowsAtRest(settings, preparation, current, board);
            Backfill backfill = new Backfill(preparation, settings, board, current);
            Obstacles.refuse(settings, preparation);
            preparation.privileges(settings, ledger.read(target).isEmpty());
            preparation.target(target);
            prepared = true;
            seat.sign(target);
            signed = seat;
            Optional<LedgerEntry> entry = start.resume(target);
            if (entry.isEmpty()) {
                // Only here is the publication touched: a table that joins later would have lost changes.
                EmptyTarget.require(target, preparation.targets());
                preparation.source(settings);
            }
            current.watch(preparation);
            Phase phase = phase(entry);
            if (phase == Phase.BACKFILL) {
                phase = rest.copy(start, backfill, target, entry.isEmpty());
            } else {
                backfill.showLoaded(target, settings::rowsOfChunk);
            }
            if (phase == Phase.INDEXING) {
                rest.index(target);
            }
            current.throwRefusal();
            ledger.lastFailure(target, null);
            loaded = loaded(target);
        }
        stream(preparation, current, loaded);
    }

    private Phase phase(Optional<LedgerEntry> entry) {
        Phase phase = entry.map(LedgerEntry::phase).orElse(Phase.BACKFILL);
        if (phase == Phase.RESYNC) {
            throw SinkException.lasting(
                    "a resync of " + settings.name() + " has not ended: run crosswalk resync again", null);
        }
        return phase;
    }

    /** The chunks of the backfill; one that is open yet counts as loaded after everything. */
    private List<LoadedChunk> loaded(Connection target) throws SQLException {
        ChunkLedger chunks = new ChunkLedger(settings.name());
        List<LoadedChunk> loaded = new ArrayList<>(chunks.loaded(target));
        chunks.open(target).forEach(chunk -> loaded.add(new LoadedChunk(chunk, Position.LAST, 0)));
        return loaded;
    }

    /** Follows the changes; where chunks are open, only until the source keeps little WAL again. */
    private void stream(Preparation preparation, Guards current, List<LoadedChunk> loaded)
            throws SQLException, InterruptedException {
        boolean catchingUp = loaded.stream().anyMatch(chunk -> chunk.snapshot().equals(Position.LAST));
        Streaming next = new Streaming(settings, preparation, loaded, current, board, metered, markers::received);
        synchronized (this) {
            if (stopping || current.refusal() != null) {
                return;
            }
            streaming = next;
        }
        if (catchingUp) {
            current.whenRelieved(next::close);
        }
        try {
            next.run();
        } finally {
            synchronized (this) {
                streaming = null;
            }
        }
    }

    /** Called by the watch, when the run must not go on. */
    private void interruptRun() {
        Streaming current;
        Thread running;
        synchronized (this) {
            current = streaming;
            running = runner;
        }
        if (current != null) {
            current.close();
        } else if (running != null) {
            running.interrupt();
        }
    }

    private void survive(Exception failure, Duration pause) throws InterruptedException {
        String message = FailureKind.describe(failure);
        board.failed(message);
        if (!FailureKind.passes(failure, prepared)) {
            board.enter(RunPhase.FAILED);
            new FailureNote(settings).write(message, signed);
            // A database that cannot be reached or refuses the login is a failure, not a refusal of ours.
            throw failure instanceof RuntimeException runtime ? runtime : SourceException.passing(message, failure);
        }
        board.enter(RunPhase.RETRYING);
        board.retried();
        LOG.warn("starting again in {} ms: {}", pause.toMillis(), message);
        synchronized (this) {
            if (!stopping) {
                TimeUnit.MILLISECONDS.timedWait(this, pause.toMillis());
            }
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Ends {@link #run} in order: the batch in hand is finished or rolled back. Returns when it has ended, or after 20 seconds. */
    public void stop() throws InterruptedException {
        Streaming current;
        Thread running;
        synchronized (this) {
            stopping = true;
            notifyAll();
            current = streaming;
            running = runner;
        }
        if (running == null) {
            return;
        }
        if (current != null) {
            // Closing waits for the batch in hand, and that may wait for a lock.
            Thread closing = new Thread(current::close, "stop-stream");
            closing.setDaemon(true);
            closing.start();
        } else {
            running.interrupt();
        }
        if (!stopped.await(20, TimeUnit.SECONDS)) {
            LOG.warn("still not stopped after 20 seconds");
            running.interrupt();
        }
    }

    /**
     * Waits until everything that the source has committed before this call is in the target: a token written to the WAL now has to come
     * back through the stream.
     *
     * @return false when it did not within {@code patience}
     */
    public boolean drain(Duration patience) throws InterruptedException, SQLException {
        Marker token = new Marker("drain:" + UUID.randomUUID());
        markers.expect(token);
        try (SourceProbe probe = new SourceProbe(SourceSettings.of(settings.name(), settings.source(), List.of()))) {
            probe.emit(token);
        }
        return markers.await(token, patience);
    }
}
