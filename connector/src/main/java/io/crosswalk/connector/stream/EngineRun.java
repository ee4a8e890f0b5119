package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.snapshot.ReloadedChunks;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
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

import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one engine of Debezium's hands over, from its start to its end: read, assembled, delivered and confirmed.
 *
 * <p>Threads: whoever calls {@link #execute} waits; batches are handed over on a thread of the {@link RunningEngine}; {@link #stop} may
 * come from anywhere.
 */
final class EngineRun
        implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>>, TransactionAssembler.Output {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);
    private static final Duration HANDLER_PATIENCE = Duration.ofSeconds(20);
    private static final int PLACEHOLDER_BITS = 160;

    private final SourceSettings settings;
    private final ReloadedChunks reloaded;
    private final Receiver receiver;
    private final Map<Long, Position> knownEnds;
    // Stands for a value that the WAL does not carry: random, so that no value of the application's can be it.
    private final String placeholder = new BigInteger(PLACEHOLDER_BITS, new SecureRandom()).toString(36);
    private final RecordReader reader;
    private final TransactionAssembler assembler;
    private final Confirmations<RecordChangeEvent<SourceRecord>> confirmations = new Confirmations<>(this::confirm);
    private final ReentrantLock handling = new ReentrantLock();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final RunningEngine engine;
    private volatile boolean stopping;
    private volatile Position durable;
    private @Nullable RecordCommitter<RecordChangeEvent<SourceRecord>> committer;
    private @Nullable Connection source;

    /**
     * A run that begins where the slot stands.
     *
     * @param ledger the target has everything up to here
     * @param knownEnds ends of big transactions that earlier runs learned; more may be added
     * @throws SourceException when the slot is missing, in use or ahead of the ledger
     */
    EngineRun(
            SourceSettings settings,
            ReloadedChunks reloaded,
            Receiver receiver,
            Position ledger,
            Map<Long, Position> knownEnds)
            throws InterruptedException {
        this.settings = settings;
        this.reloaded = reloaded;
        this.receiver = receiver;
        this.knownEnds = knownEnds;
        this.durable = ledger;
        this.reader = new RecordReader(settings, placeholder, receiver.relations());
        this.engine = new RunningEngine(settings.slot(), this::build, this::completed);
        this.assembler = new TransactionAssembler(
                settings, ledger, StreamBeginning.of(settings, ledger), reloaded.newest(), knownEnds, this);
    }

    /** Runs the engine to its end; what ended it, or null. */
    @Nullable
    Throwable execute() throws InterruptedException {
        try {
            if (start()) {
                engine.await(this::clockSetBack);
            }
        } catch (InterruptedException e) {
            stop();
            throw e;
        } finally {
            engine.awaitThreads();
            closeSource();
        }
        return failure.get();
    }

    /** The target has everything up to here. */
    Position durable() {
        return durable;
    }

    private synchronized boolean start() {
        if (stopping) {
            return false;
        }
        engine.start();
        return true;
    }

    private void clockSetBack(Duration by) throws InterruptedException {
        if (stopping) {
            return;
        }
        failure.compareAndSet(
                null,
                SourceException.passing(
                        "the clock of this machine was set back by " + by.toSeconds()
                                + " s, and the stream from the source waits by it: it begins anew",
                        null));
        stop();
    }

    /** No further batch is handed over; the engine ends with the next one, if nobody ends it before. */
    synchronized void requestStop() {
        stopping = true;
    }

    private DebeziumEngine<RecordChangeEvent<SourceRecord>> build() {
        return DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineSettings.of(settings, placeholder))
                // Every confirmation goes to the slot at once: one is made only when the target is durable.
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) -> completed(error))
                .notifying(this)
                .build();
    }

    private void completed(@Nullable Throwable error) {
        if (error != null && !stopping) {
            failure.compareAndSet(null, StreamFailure.of(error));
        }
    }

    /** True on the thread on which the handler is being called. */
    boolean isHandling() {
        return handling.isHeldByCurrentThread();
    }

    /** Lets the handler finish its batch, then ends the engine; bounded in time. */
    void stop() throws InterruptedException {
        requestStop();
        boolean free = handling.tryLock(HANDLER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            engine.close();
        } finally {
            if (free) {
                handling.unlock();
            }
        }
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> events, RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        handling.lockInterruptibly();
        try {
            if (stopping || failure.get() != null) {
                throw new StopEngineException("the source is closed");
            }
            this.committer = committer;
            handle(events);
        } catch (StopEngineException e) {
            throw e;
        } catch (Throwable e) {
            // Nothing may reach the engine: after some exceptions it goes on with the next batch.
            if (!(stopping && e instanceof InterruptedException)) {
                failure.compareAndSet(null, e);
            }
            throw new StopEngineException("a batch was not taken");
        } finally {
            handling.unlock();
        }
    }

    private void handle(List<RecordChangeEvent<SourceRecord>> events) throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> event : events) {
            StreamEvent read = read(event);
            if (read instanceof StreamEvent.End end) {
                confirmations.expect(end.position(), event);
            }
            if (read != null) {
                assembler.accept(read);
            }
        }
        assembler.flush();
    }

    private @Nullable StreamEvent read(RecordChangeEvent<SourceRecord> event) throws InterruptedException {
        try {
            return reader.read(event.record());
        } catch (SourceException e) {
            // What was committed before is right: a later start goes on exactly at what could not be read.
            assembler.flush();
            throw e;
        }
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        Position end = batch.last().position();
        Position receipt = receiver.batches().handle(remaining(batch)).position();
        if (end != null && receipt != null) {
            // A receipt may speak of more than was handed over; we never confirm what was not.
            Position covered = receipt.isAfter(end) ? end : receipt;
            durable = covered.isAfter(durable) ? covered : durable;
            confirmations.confirm(covered);
        }
    }

    @Override
    public void dropped(Position position) throws InterruptedException {
        confirmations.confirm(position);
    }

    private void confirm(RecordChangeEvent<SourceRecord> end) throws InterruptedException {
        RecordCommitter<RecordChangeEvent<SourceRecord>> current = Objects.requireNonNull(committer);
        current.markProcessed(end);
        current.markBatchFinished();
        Failpoint.CONFIRMED.reached();
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
                connection = settings.address().connectCautiously("crosswalk source");
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
