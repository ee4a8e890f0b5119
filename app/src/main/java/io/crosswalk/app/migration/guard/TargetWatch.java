package io.crosswalk.app.migration.guard;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Asks the target's ledger and quarantine every second from beside the migration, on a connection of its own, and opens and shuts the
 * gate. Thread: {@code watch-target}.
 */
final class TargetWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TargetWatch.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final StatusBoard board;
    private final DatabaseAddress target;
    private final String name;
    private final Ledger ledger;
    private final Gate gate;
    private final Beat beat;
    private @Nullable Connection connection;
    private RunPhase beforePause = RunPhase.STREAMING;

    TargetWatch(MigrationSettings settings, StatusBoard board, Gate gate) {
        this.board = board;
        this.target = settings.target();
        this.name = settings.name();
        this.ledger = new Ledger(name);
        this.gate = gate;
        this.beat = new Beat("watch-target", PERIOD_MILLIS, this::look);
    }

    private void look() {
        try {
            Connection open = connection;
            if (open == null) {
                open = target.connectBriefly("crosswalk watch " + name);
                connection = open;
            }
            LedgerEntry entry = ledger.read(open).orElse(null);
            if (entry != null) {
                show(entry);
            }
            board.quarantine(QuarantineSummary.read(open, name));
        } catch (SQLException | RuntimeException e) {
            disconnect();
            LOG.debug("the target does not answer: {}", Failures.withoutValues(e));
        }
    }

    private void show(LedgerEntry entry) {
        gate.set(entry.paused());
        board.consistency(entry.isConsistent(), entry.consistentFrom(), entry.consistentAt());
        RunPhase phase = board.phase();
        boolean works = phase == RunPhase.STREAMING || phase == RunPhase.BACKFILL || phase == RunPhase.CATCHING_UP;
        if (works && entry.paused()) {
            beforePause = phase;
            board.enter(RunPhase.PAUSED);
        } else if (phase == RunPhase.PAUSED && !entry.paused()) {
            board.enter(beforePause);
        }
    }

    private void disconnect() {
        Connection lost = connection;
        connection = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (SQLException e) {
                LOG.debug("closing the watch's connection: {}", Failures.withoutValues(e));
            }
        }
    }

    @Override
    public void close() {
        beat.close();
        disconnect();
    }
}
