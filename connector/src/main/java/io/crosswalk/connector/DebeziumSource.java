package io.crosswalk.connector;

import io.crosswalk.pipeline.Batch;
import io.crosswalk.pipeline.ChangeSource;
import io.crosswalk.pipeline.LoadedChunk;
import io.crosswalk.pipeline.Position;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.Transaction;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.StopEngineException;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stream of one migration, decoded by Debezium's engine. The slot is confirmed only with ends of transactions that the handler
 * reported durable. The handler is called on a thread of the engine, one call at a time. A source runs once.
 */
public final class DebeziumSource implements ChangeSource {

    private static final Logger LOG = LoggerFactory.getLogger(DebeziumSource.class);
    private static final Duration PREDECESSOR = Duration.ofSeconds(10);
    private static final Duration HANDLER_PATIENCE = Duration.ofSeconds(20);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration THREAD_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;
    private static final int PLACEHOLDER_BITS = 160;

    private final SourceSettings settings;
    private final Position ledgerPosition;
    private final ReloadedChunks reloaded;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * A source that begins behind the ledger's position; {@link StartCheck} has to have passed.
     *
     * @param reloaded chunks whose snapshot is newer than the slot's start
     */
    public DebeziumSource(SourceSettings settings, Position ledgerPosition, List<LoadedChunk> reloaded) {
        this.settings = settings;
        this.ledgerPosition = ledgerPosition;
        this.reloaded = new ReloadedChunks(settings.tables(), reloaded);
    }

    @Override
    public void run(BatchHandler handler) throws InterruptedException {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a source runs once");
        }
        try {
            Position ledger = ledgerPosition;
            Map<Long, Position> knownEnds = new HashMap<>();
            while (!closed) {
                Run run = new Run(handler, ledger, knownEnds);
                Throwable failure = run.execute();
                if (failure == null && !closed) {
                    throw SourceException.passing("the stream from the source ended by itself", null);
                }
                if (failure != null && !(failure instanceof TransactionAssembler.EndLearned)) {
                    throw rethrown(failure);
                }
                ledger = run.durable;
            }
        } finally {
            ended.countDown();
        }
    }

    private static RuntimeException rethrown(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interruption) {
            throw interruption;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : StreamFailure.of(failure);
    }

    @Override
    public void close() {
        closed = true;
        Run run = current.get();
        if (run == null || run.isHandling()) {
            // Inside of the handler nobody can wait for the end: the stream stops when the handler returns.
            return;
        }
        try {
            run.stop();
            if (!ended.await(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The stream did not stop within {} s", STOP_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The record that confirms a transaction. */
    private record End(Position position, RecordChangeEvent<SourceRecord> event) {}

    /** One engine, from its start to its end. */
    private final class Run
            implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, TransactionAssembler.Output {

        private final BatchHandler handler;
        private final Map<Long, Position> knownEnds;
        private final String placeholder = new BigInteger(PLACEHOLDER_BITS, new SecureRandom()).toString(36);
        private final RecordReader reader = new RecordReader(settings, placeholder);
        private final TransactionAssembler assembler;
        private final Deque<End> ends = new ArrayDeque<>();
        private final ReentrantLock handling = new ReentrantLock();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final EngineThreads threads = new EngineThreads(settings.slot());
        private final Thread engineThread = threads.newThread(settings.slot() + "-engine", this::runEngine);
        private volatile @Nullable DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
        private volatile Position durable;
        private @Nullable RecordCommitter<RecordChangeEvent<SourceRecord>> committer;
        private @Nullable Connection source;

        Run(BatchHandler handler, Position ledger, Map<Long, Position> knownEnds) throws InterruptedException {
            this.handler = handler;
            this.knownEnds = knownEnds;
            this.durable = ledger;
            this.assembler = new TransactionAssembler(
                    settings, ledger, confirmed(ledger), reloaded.newest(), knownEnds, this);
        }

        // Debezium would make a missing slot again and go on with a gap.
        private Position confirmed(Position ledger) throws InterruptedException {
            try (Connection connection = settings.address().connect("crosswalk source")) {
                SlotState slot = ReplicationSlot.whenFree(connection, settings.slot(), PREDECESSOR)
                        .orElseThrow(() -> SourceException.lasting(
                                "replication slot " + settings.slot() + " does not exist", null));
                if (slot.active()) {
                    throw SourceException.passing(
                            "replication slot " + settings.slot() + " is in use by pid " + slot.activePid(), null);
                }
                if (slot.confirmed().isAfter(ledger)) {
                    throw SourceException.lasting(
                            "replication slot " + settings.slot() + " is confirmed up to " + slot.confirmed()
                                    + ", beyond the ledger's " + ledger,
                            null);
                }
                return slot.confirmed();
            } catch (SQLException e) {
                throw StreamFailure.of(e);
            }
        }

        /** Runs the engine to its end; what ended it, or null. */
        @Nullable Throwable execute() throws InterruptedException {
            current.set(this);
            try {
                if (!closed) {
                    engineThread.start();
                    engineThread.join();
                }
            } catch (InterruptedException e) {
                stop();
                throw e;
            } finally {
                threads.awaitEnd(THREAD_PATIENCE);
                closeSource();
            }
            return failure.get();
        }

        private void runEngine() {
            try {
                DebeziumEngine<RecordChangeEvent<SourceRecord>> built = DebeziumEngine.create(
                                ChangeEventFormat.of(Connect.class))
                        .using(EngineSettings.of(settings, placeholder))
                        // Every confirmation goes to the slot at once: one is made only when the target is durable.
                        .using(OffsetCommitPolicy.always())
                        .using((success, message, error) -> completed(error))
                        .notifying(this)
                        .build();
                engine = built;
                built.run();
            } catch (Throwable e) {
                completed(e);
            }
        }

        private void completed(@Nullable Throwable error) {
            if (error != null && !closed) {
                failure.compareAndSet(null, StreamFailure.of(error));
            }
        }

        boolean isHandling() {
            return handling.isHeldByCurrentThread();
        }

        /** Lets the handler finish its batch, then ends the engine; bounded in time. */
        void stop() throws InterruptedException {
            boolean free = handling.tryLock(HANDLER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            try {
                Thread closer = threads.newThread(settings.slot() + "-closer", this::closeEngine);
                closer.start();
                closer.join(STOP_PATIENCE.toMillis());
                engineThread.join(STOP_PATIENCE.toMillis());
            } finally {
                if (free) {
                    handling.unlock();
                }
            }
        }

        // The engine cannot be closed while it starts, and says so; once it stops by itself, it says so until it has ended.
        private void closeEngine() {
            try {
                while (engineThread.isAlive()) {
                    DebeziumEngine<RecordChangeEvent<SourceRecord>> running = engine;
                    try {
                        if (running != null) {
                            running.close();
                            return;
                        }
                    } catch (IllegalStateException e) {
                        LOG.debug("The engine cannot be closed yet: {}", e.getMessage());
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            } catch (IOException e) {
                LOG.warn("The engine could not be closed: {}", e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void handleBatch(
                List<RecordChangeEvent<SourceRecord>> events,
                RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
                throws InterruptedException {
            handling.lockInterruptibly();
            try {
                if (closed || failure.get() != null) {
                    throw new StopEngineException("the source is closed");
                }
                this.committer = committer;
                handle(events);
            } catch (StopEngineException e) {
                throw e;
            } catch (Throwable e) {
                // Nothing may reach the engine: after some exceptions it goes on with the next batch.
                if (!(closed && e instanceof InterruptedException)) {
                    failure.compareAndSet(null, e);
                }
                throw new StopEngineException("a batch was not taken");
            } finally {
                handling.unlock();
            }
        }

        private void handle(List<RecordChangeEvent<SourceRecord>> events) throws InterruptedException {
            for (RecordChangeEvent<SourceRecord> event : events) {
                StreamEvent read = reader.read(event.record());
                if (read instanceof StreamEvent.End end) {
                    ends.add(new End(end.position(), event));
                }
                if (read != null) {
                    assembler.accept(read);
                }
            }
            assembler.flush();
        }

        @Override
        public void deliver(Batch batch) throws InterruptedException {
            Position end = batch.last().position();
            Position receipt = handler.handle(remaining(batch)).position();
            if (end != null && receipt != null) {
                // A receipt may speak of more than was handed over; we never confirm what was not.
                Position covered = receipt.isAfter(end) ? end : receipt;
                durable = covered.isAfter(durable) ? covered : durable;
                confirm(covered);
            }
        }

        @Override
        public void dropped(Position position) throws InterruptedException {
            confirm(position);
        }

        private void confirm(Position upTo) throws InterruptedException {
            End last = null;
            while (!ends.isEmpty() && !ends.getFirst().position().isAfter(upTo)) {
                last = ends.removeFirst();
            }
            if (last != null && committer != null) {
                committer.markProcessed(last.event());
                committer.markBatchFinished();
            }
        }

        private Batch remaining(Batch batch) {
            Transaction last = batch.last();
            Position end = last.isComplete() ? last.position() : knownEnds.get(last.id());
            if (end == null || !reloaded.concerns(batch, end)) {
                return batch;
            }
            try {
                Connection connection = source;
                if (connection == null) {
                    connection = settings.address().connect("crosswalk source");
                    source = connection;
                }
                return reloaded.remaining(connection, batch, end);
            } catch (SQLException e) {
                throw StreamFailure.of(e);
            }
        }

        private void closeSource() {
            try {
                if (source != null) {
                    source.close();
                }
            } catch (SQLException e) {
                LOG.debug("Closing a connection to the source failed: {}", e.getSQLState());
            }
        }
    }
}
