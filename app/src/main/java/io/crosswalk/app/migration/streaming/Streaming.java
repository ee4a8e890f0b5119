package io.crosswalk.app.migration.streaming;

import io.crosswalk.app.migration.backfill.LateConstraints;
import io.crosswalk.app.migration.guard.DriftBeat;
import io.crosswalk.app.migration.guard.Guards;
import io.crosswalk.app.migration.guard.PauseGate;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.connector.stream.DebeziumSource;
import io.crosswalk.pipeline.ChangeSource;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.Transform;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.ledger.Ledger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One stream from slot to ledger: it begins at the ledger's position and lasts until it is closed or fails. */
public final class Streaming implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Streaming.class);

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final List<LoadedChunk> loaded;
    private final StatusBoard board;
    private final RunPhase phase;
    private final Guards guards;
    private final UnaryOperator<Sink> metered;
    private final Consumer<Receipt> listener;
    private @Nullable ChangeSource source;
    private boolean closed;

    /**
     * @param loaded the chunks of the backfill; one that is open yet has {@link Position#LAST} for its snapshot
     * @param guards hold the gate where the sink waits while the migration is paused, watch the legacy schema, and see when too
     *     much is set aside
     */
    public Streaming(
            MigrationSettings settings,
            Preparation preparation,
            List<LoadedChunk> loaded,
            Guards guards,
            StatusBoard board,
            UnaryOperator<Sink> metered,
            Consumer<Receipt> listener) {
        this.settings = settings;
        this.preparation = preparation;
        this.loaded = loaded;
        // While chunks are open, the stream only catches up before the backfill goes on.
        this.phase = loaded.stream().anyMatch(chunk -> chunk.snapshot().equals(Position.LAST))
                ? RunPhase.CATCHING_UP
                : RunPhase.STREAMING;
        this.guards = guards;
        this.board = board;
        this.metered = metered;
        this.listener = guards.quarantine().after(listener);
    }

    /** Follows until it is stopped or something fails. */
    public void run() throws SQLException, InterruptedException {
        Transform transform = preparation.transform();
        try (PostgresSink target = new PostgresSink(preparation.sink(), preparation.target(), retries());
                SourceProbe probe = new SourceProbe(preparation.source())) {
            Position position = target.start();
            board.position(position);
            // Only chunks that a newer snapshot was needed for, and only until the stream has passed it.
            List<LoadedChunk> reloaded = loaded.stream()
                    .filter(chunk -> chunk.snapshot().isAfter(position))
                    .toList();
            PauseGate gated = new PauseGate(metered.apply(target), guards.gate());
            Lag lag = new Lag(lastCommitted(), Instant.now(), System.nanoTime());
            try (ChangeSource stream = open(position, reloaded);
                    Monitor monitor = new Monitor(settings, board, probe, lag);
                    DriftBeat drifting = new DriftBeat(guards.drift(), position, guards::refuse);
                    LateConstraints constraints =
                            new LateConstraints(settings, preparation.sink().seat(), board);
                    Sink sink = new ReportingSink(gated, receipt -> {
                        monitor.received(receipt);
                        drifting.received(receipt);
                        listener.accept(receipt);
                    })) {
                LOG.info("streaming from {}", position);
                board.enter(phase);
                stream.run(batch -> sink.write(transform.apply(batch)));
            }
        }
    }

    private RetryListener retries() {
        return new RetryListener() {
            @Override
            public void failed(String message) {
                board.retried();
                board.failed(message);
                board.enter(RunPhase.RETRYING);
            }

            @Override
            public void recovered() {
                board.enter(phase);
            }
        };
    }

    private synchronized ChangeSource open(Position position, List<LoadedChunk> reloaded) {
        ChangeSource opened = new DebeziumSource(preparation.source(), position, reloaded, guards.drift());
        source = opened;
        if (closed) {
            opened.close();
        }
        return opened;
    }

    private Instant lastCommitted() throws SQLException {
        try (Connection target = settings.target().connect("crosswalk run " + settings.name())) {
            return new Ledger(settings.name()).read(target).orElseThrow().committedAt();
        }
    }

    /** Ends the stream; the batch in hand is finished. */
    @Override
    public void close() {
        ChangeSource current;
        synchronized (this) {
            closed = true;
            current = source;
        }
        if (current != null) {
            current.close();
        }
    }
}
