package io.crosswalk.app.migration.streaming;

import io.crosswalk.app.migration.guard.Beat;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.postgres.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.UUID;

/**
 * Measures how far a stream is behind: sends canaries through the source's WAL and waits for them to come back. A failure of its own
 * never touches the stream. Threads: {@code canary} and {@code lag}, because a source that does not answer must not stop the clock.
 */
final class Monitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final StatusBoard board;
    private final SourceProbe probe;
    private final Lag lag;
    private final String run = UUID.randomUUID().toString();
    private final Beat canaries;
    private final Beat measurements;
    private long canaryNumber;

    Monitor(MigrationSettings settings, StatusBoard board, SourceProbe probe, Lag lag) {
        this.board = board;
        this.probe = probe;
        this.lag = lag;
        this.canaries = new Beat("canary", settings.canary().toMillis(), this::sendCanary);
        this.measurements = new Beat("lag", PERIOD_MILLIS, this::measure);
    }

    /** What the sink made durable: canaries that came back. Called by the stream's thread. */
    void received(Receipt receipt) {
        for (Marker marker : receipt.markers()) {
            lag.back(marker, System.nanoTime()).ifPresent(board::canary);
        }
        measure();
    }

    private void measure() {
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

    @Override
    public void close() {
        canaries.close();
        measurements.close();
    }
}
