package io.crosswalk.app.migration;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.SourceProbe;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.pipeline.Marker;
import io.crosswalk.pipeline.Receipt;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.Ledger;
import io.crosswalk.sink.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches a stream from beside it, on connections of its own: sends canaries, asks source and ledger every second, opens and shuts the
 * pause gate. A failure of its own never touches the stream. Threads: {@code canary} and {@code monitor}, because a source that does
 * not answer must not keep the target's side from being seen.
 */
final class Monitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** How often the publication is looked at: a few catalog queries. */
    private static final int OBSERVATIONS_PER_CHECK = 5;

    private final StatusBoard board;
    private final SourceProbe probe;
    private final DatabaseAddress target;
    private final Ledger ledger;
    private final String name;
    private final Lag lag;
    private final PauseGate gate;
    private final Consumer<SourceException> refusal;
    private final ScheduledExecutorService canaries;
    private final ScheduledExecutorService observations;
    private final String run = UUID.randomUUID().toString();
    private long canaryNumber;
    private long observed;
    private @Nullable Connection connection;

    Monitor(
            MigrationSettings settings,
            StatusBoard board,
            SourceProbe probe,
            Lag lag,
            PauseGate gate,
            Consumer<SourceException> refusal) {
        this.board = board;
        this.probe = probe;
        this.target = settings.target();
        this.name = settings.name();
        this.ledger = new Ledger(name);
        this.lag = lag;
        this.gate = gate;
        this.refusal = refusal;
        this.canaries = thread("canary");
        this.observations = thread("monitor");
        long canaryMillis = settings.canary().toMillis();
        canaries.scheduleWithFixedDelay(this::sendCanary, 0, canaryMillis, TimeUnit.MILLISECONDS);
        observations.scheduleWithFixedDelay(this::observe, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What the sink made durable: canaries that came back. Called by the stream's thread. */
    void received(Receipt receipt) {
        for (Marker marker : receipt.markers()) {
            lag.back(marker, System.nanoTime()).ifPresent(board::canary);
        }
        board.lag(lag.now(System.nanoTime()));
    }

    private void sendCanary() {
        Marker canary = new Marker("canary:" + run + ":" + ++canaryNumber);
        try {
            // Noted before it is sent: it may be back before the source's answer is.
            lag.sent(canary, System.nanoTime());
            probe.emit(canary);
        } catch (SQLException | RuntimeException e) {
            lag.notSent(canary);
            LOG.debug("canary not sent: {}", Failures.withoutValues(e));
        }
    }

    private void observe() {
        board.lag(lag.now(System.nanoTime()));
        try {
            observeTarget();
        } catch (SQLException | RuntimeException e) {
            disconnect();
            LOG.debug("the target does not answer: {}", Failures.withoutValues(e));
        }
        try {
            SourceProbe.Sample sample = probe.sample();
            Optional<SlotHealth> health =
                    sample.slot().map(slot -> new SlotHealth(slot.retainedBytes(), slot.walStatus(), slot.active()));
            board.source(sample.walEnd(), health.orElse(null));
            if (++observed % OBSERVATIONS_PER_CHECK == 0) {
                probe.verifyStillPublished();
            }
        } catch (SourceException e) {
            refusal.accept(e);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the source does not answer: {}", Failures.withoutValues(e));
        }
    }

    private void observeTarget() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = target.connect("crosswalk monitor " + name);
            connection = open;
        }
        LedgerEntry entry = ledger.read(open).orElse(null);
        if (entry != null) {
            gate.set(entry.paused());
            board.consistent(entry.isConsistent());
            RunPhase phase = board.phase();
            if (phase == RunPhase.STREAMING && entry.paused()) {
                board.enter(RunPhase.PAUSED);
            } else if (phase == RunPhase.PAUSED && !entry.paused()) {
                board.enter(RunPhase.STREAMING);
            }
        }
        board.quarantine(QuarantineSummary.read(open, name));
    }

    private void disconnect() {
        Connection lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (SQLException e) {
                LOG.debug("closing the monitor's connection: {}", Failures.withoutValues(e));
            }
        }
    }

    @Override
    public void close() {
        canaries.shutdownNow();
        observations.shutdownNow();
        try {
            observations.awaitTermination(5, TimeUnit.SECONDS);
            canaries.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
