package io.crosswalk.app.migration.backfill;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.backfill.DeferredIndexes;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.session.WriterSeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Builds the target's foreign keys while changes are followed, as soon as the target is consistent. A backfill that was interrupted has
 * chunks of several snapshots: until the stream has passed the newest of them, a row may refer to one that is yet to come. Thread:
 * {@code constraints}; it ends when there is nothing left to build.
 */
public final class LateConstraints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LateConstraints.class);

    private final MigrationSettings settings;
    private final WriterSeat seat;
    private final StatusBoard board;
    private final ScheduledExecutorService thread;

    public LateConstraints(MigrationSettings settings, WriterSeat seat, StatusBoard board) {
        this.settings = settings;
        this.seat = seat;
        this.board = board;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "constraints");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(this::attempt, 0, 1, TimeUnit.SECONDS);
    }

    private void attempt() {
        try (Connection target = settings.target().connect("crosswalk constraints " + settings.name())) {
            // The lock that ADD CONSTRAINT takes stops the sink and the application for the moment it is held, not
            // while it is waited for.
            try (Statement statement = target.createStatement()) {
                statement.execute("SET lock_timeout = '3s'");
            }
            seat.verify(target);
            if (buildIfConsistent(settings, target, board)) {
                thread.shutdown();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("foreign keys are tried again: {}", Failures.withoutValues(e));
        }
    }

    /** Builds what is left when the target is consistent; false when it is not yet. */
    static boolean buildIfConsistent(MigrationSettings settings, Connection target, StatusBoard board)
            throws SQLException {
        DeferredIndexes deferred = new DeferredIndexes(settings.name());
        if (!deferred.hasForeignKeys(target)) {
            return true;
        }
        if (!new Ledger(settings.name())
                .read(target)
                .map(LedgerEntry::isConsistent)
                .orElse(false)) {
            return false;
        }
        List<String> violated = deferred.rebuildForeignKeys(target, item -> LOG.debug("building {}", item));
        if (violated.isEmpty()) {
            LOG.info("foreign keys are built and valid");
        } else {
            board.failed("foreign keys that the data violate stay NOT VALID: " + String.join(", ", violated));
        }
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
