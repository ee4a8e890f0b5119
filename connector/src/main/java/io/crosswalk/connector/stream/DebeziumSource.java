package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.StartCheck;
import io.crosswalk.connector.snapshot.ReloadedChunks;
import io.crosswalk.pipeline.ChangeSource;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.transaction.Position;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The stream of one migration, decoded by Debezium's engine. The slot is confirmed only with ends of transactions that the handler
 * reported durable. The handler is called on a thread of the engine, one call at a time. A source runs once.
 */
public final class DebeziumSource implements ChangeSource {

    private static final Logger LOG = LoggerFactory.getLogger(DebeziumSource.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final SourceSettings settings;
    private final Position ledgerPosition;
    private final ReloadedChunks reloaded;
    private final RelationListener relations;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable EngineRun> current = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * A source that begins behind the ledger's position; {@link StartCheck} has to have passed.
     *
     * @param reloaded chunks whose snapshot is newer than the slot's start
     */
    public DebeziumSource(SourceSettings settings, Position ledgerPosition, List<LoadedChunk> reloaded) {
        this(settings, ledgerPosition, reloaded, RelationListener.NONE);
    }

    /**
     * The same, with somebody who watches what rows look like.
     *
     * @param relations asked before rows with other columns are handed over
     */
    public DebeziumSource(
            SourceSettings settings, Position ledgerPosition, List<LoadedChunk> reloaded, RelationListener relations) {
        this.relations = relations;
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
                EngineRun run = new EngineRun(settings, reloaded, new Receiver(handler, relations), ledger, knownEnds);
                current.set(run);
                Throwable failure = closed ? null : run.execute();
                if (failure == null && !closed) {
                    throw SourceException.passing("the stream from the source ended by itself", null);
                }
                if (failure != null && !(failure instanceof TransactionAssembler.EndLearned)) {
                    throw rethrown(failure);
                }
                ledger = run.durable();
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
        EngineRun run = current.get();
        if (!started.get()) {
            return;
        }
        if (run != null && run.isHandling()) {
            // Inside of the handler nobody can wait for the end: the stream stops behind this batch.
            run.requestStop();
            return;
        }
        try {
            if (run != null) {
                run.stop();
            }
            if (!ended.await(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The stream did not stop within {} s", STOP_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
