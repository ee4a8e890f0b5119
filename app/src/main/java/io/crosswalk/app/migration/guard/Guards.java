package io.crosswalk.app.migration.guard;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.quarantine.QuarantineGuard;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What watches one attempt of a migration from its start to its end, and stops it when it must not go on. The first refusal counts.
 * Thread-safe; {@link #close()} ends its threads.
 */
public final class Guards implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

    private final MigrationSettings settings;
    private final StatusBoard board;
    private final Runnable interrupt;
    private final Gate gate = new Gate();
    private final WriterSeat seat;
    private final WalPressure pressure;
    private final DriftWatch drift;
    private final QuarantineGuard quarantine;
    private @Nullable TargetWatch target;
    private @Nullable SourceWatch source;
    private @Nullable RuntimeException refusal;
    private @Nullable Runnable relief;
    private boolean droppingOut;

    /**
     * @param interrupt ends the attempt, wherever it is; called by a watch, after the refusal is known
     */
    public Guards(MigrationSettings settings, StatusBoard board, Runnable interrupt) {
        this.settings = settings;
        this.board = board;
        this.interrupt = interrupt;
        this.seat = new WriterSeat(settings.name());
        this.pressure = new WalPressure(settings.wal(), new Policies());
        this.drift = new DriftWatch(settings, seat, board);
        this.quarantine = new QuarantineGuard(settings.name(), settings.target(), settings.quarantine(), board);
    }

    /** Of this attempt; claimed by whoever makes it. */
    public WriterSeat seat() {
        return seat;
    }

    /** Closed while an operator or a policy pauses the migration. */
    public Gate gate() {
        return gate;
    }

    /** How much WAL the slot keeps on the source. */
    public WalPressure pressure() {
        return pressure;
    }

    /** What is known of the legacy schema. */
    public DriftWatch drift() {
        return drift;
    }

    /** How many rows may be set aside. */
    public QuarantineGuard quarantine() {
        return quarantine;
    }

    /**
     * Begins to watch: the control schema is there, and what is known of the slot has been checked.
     *
     * @throws SinkException lasting, when too many rows are set aside
     */
    public synchronized void watch(Preparation preparation) throws SQLException {
        quarantine.verify(seat);
        target = new TargetWatch(settings, board, gate);
        source = new SourceWatch(settings, preparation, board, pressure, this::refuse);
    }

    /** Called once the source keeps little WAL again; at once where it does already. */
    public void whenRelieved(Runnable action) {
        synchronized (this) {
            relief = action;
        }
        if (!pressure.isThrottling()) {
            action.run();
        }
    }

    /** Why the migration must end; null while it may go on. */
    public synchronized @Nullable RuntimeException refusal() {
        return refusal;
    }

    /** Throws the refusal, when there is one, after the slot was dropped where the policy wants that. */
    public void throwRefusal() throws InterruptedException {
        RuntimeException refused;
        boolean dropping;
        synchronized (this) {
            refused = refusal;
            dropping = droppingOut;
        }
        if (refused != null) {
            if (dropping) {
                new DropOut(settings, seat).run();
            }
            throw refused;
        }
    }

    /** Ends the attempt for this reason. */
    public void refuse(RuntimeException reason) {
        synchronized (this) {
            if (refusal != null) {
                return;
            }
            refusal = reason;
        }
        gate.refuse(reason);
        interrupt.run();
    }

    @Override
    public void close() {
        SourceWatch watchingSource;
        TargetWatch watchingTarget;
        synchronized (this) {
            watchingSource = source;
            watchingTarget = target;
            source = null;
            target = null;
        }
        if (watchingSource != null) {
            watchingSource.close();
        }
        if (watchingTarget != null) {
            watchingTarget.close();
        }
    }

    /** What the policies for too much WAL do. */
    private final class Policies implements WalPressure.Reaction {

        @Override
        public void pause(String reason) {
            LOG.warn("{}: pausing; crosswalk resume goes on", reason);
            board.failed(reason + ": paused by policy. Go on with crosswalk resume");
            try (Connection connection = settings.target().connectBriefly("crosswalk pause " + settings.name())) {
                connection.setAutoCommit(false);
                seat.verify(connection);
                new Ledger(settings.name()).pause(connection, true);
                connection.commit();
            } catch (SinkException e) {
                refuse(e);
                return;
            } catch (SQLException | RuntimeException e) {
                LOG.warn("could not pause: {}", Failures.withoutValues(e));
            }
            gate.set(true);
        }

        @Override
        public void dropOut(String reason) {
            LOG.warn("{}: dropping out, as wal.policy says; the slot goes", reason);
            synchronized (Guards.this) {
                droppingOut = refusal == null;
            }
            refuse(SourceException.lasting(
                    reason + ": the migration dropped out, as wal.policy says, and its replication slot is given up."
                            + " The way back: crosswalk resync (docs/resync.md)",
                    null));
        }

        @Override
        public void relieved() {
            Runnable action;
            synchronized (Guards.this) {
                action = relief;
            }
            if (action != null) {
                action.run();
            }
        }
    }
}
