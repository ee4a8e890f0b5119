package io.crosswalk.app.migration.guard;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.session.WriterSeat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gives the migration's own slot up, so that the source may remove the WAL it kept: only where the policy says so. */
final class DropOut {

    private static final Logger LOG = LoggerFactory.getLogger(DropOut.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 200;

    private final MigrationSettings settings;
    private final WriterSeat seat;

    DropOut(MigrationSettings settings, WriterSeat seat) {
        this.settings = settings;
        this.seat = seat;
    }

    /**
     * Drops the slot as soon as our own stream has let go of it; not where another migrator has taken over, whose slot it is then. A target
     * that does not answer keeps nobody from it: the source is what the policy is for. A failure is told, and leaves the slot to the
     * operator.
     */
    void run() throws InterruptedException {
        try (Connection target = settings.target().connectBriefly("crosswalk drop out " + settings.name())) {
            target.setAutoCommit(false);
            // Nobody can take over until this transaction ends.
            if (seat.isOurs(target)) {
                drop();
            } else {
                LOG.warn("another migrator has taken over {}: its replication slot stays", settings.name());
            }
        } catch (SQLException e) {
            LOG.warn("the target cannot say who writes {} now: {}", settings.name(), Failures.withoutValues(e));
            drop();
        }
    }

    private void drop() throws InterruptedException {
        String slot =
                SourceSettings.of(settings.name(), settings.source(), List.of()).slot();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Connection source = settings.source().connectBriefly("crosswalk drop out " + settings.name())) {
            Optional<SlotState> state = ReplicationSlot.state(source, slot);
            while (state.isPresent() && state.get().active() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                state = ReplicationSlot.state(source, slot);
            }
            if (state.isPresent()) {
                ReplicationSlot.drop(source, slot);
                LOG.warn("replication slot {} is dropped, as wal.policy says", slot);
            }
        } catch (SQLException e) {
            LOG.error(
                    "replication slot {} could not be dropped ({}): drop it with SELECT pg_drop_replication_slot('{}')",
                    slot,
                    Failures.withoutValues(e),
                    slot);
        }
    }
}
