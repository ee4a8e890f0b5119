package io.crosswalk.app.migration.guard;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.connector.guard.StartCheck;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.ledger.KnownSourceLedger;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at the source every second from beside the migration, on connections of its own: the slot, the WAL it keeps, the publication.
 * What must not go on is refused; what it saw is remembered in the target for the next start. Thread: {@code watch-source}.
 */
public final class SourceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final long PERIOD_MILLIS = 1_000;
    /** How often the publication is looked at: a few catalog queries. */
    private static final int LOOKS_PER_PUBLICATION = 5;

    private final SourceProbe probe;
    private final StatusBoard board;
    private final String slot;
    private final DatabaseAddress target;
    private final KnownSourceLedger memory;
    private final WriterSeat seat;
    private final WalPressure pressure;
    private final Consumer<RuntimeException> refusal;
    private final SenderWatch sender = new SenderWatch();
    private final Beat beat;
    private KnownSource known = KnownSource.NOTHING;
    private SourceProbe.@Nullable Sample former;
    private boolean slotSeen;
    private long looks;

    /**
     * @param pressure told how much WAL the slot keeps
     * @param refusal told why the migration must not go on, or has to begin anew
     */
    public SourceWatch(
            MigrationSettings settings,
            Preparation preparation,
            StatusBoard board,
            WalPressure pressure,
            Consumer<RuntimeException> refusal) {
        this.probe = new SourceProbe(preparation.source());
        this.board = board;
        this.slot = preparation.source().slot();
        this.target = settings.target();
        this.memory = new KnownSourceLedger(settings.name());
        this.seat = preparation.sink().seat();
        this.pressure = pressure;
        this.refusal = refusal;
        this.beat = new Beat("watch-source", PERIOD_MILLIS, this::look);
    }

    private void look() {
        try {
            SourceProbe.Sample sample = probe.sample();
            Optional<SlotHealth> health = sample.slot()
                    .map(state -> new SlotHealth(state.retainedBytes(), state.walStatus(), state.active()));
            board.source(sample.walEnd(), health.orElse(null));
            verify(sample);
            former = sample;
        } catch (SourceException e) {
            refusal.accept(e);
        } catch (SinkException e) {
            if (!e.isTransient()) {
                refusal.accept(e);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the source cannot be watched: {}", Failures.withoutValues(e));
        }
    }

    private void verify(SourceProbe.Sample sample) throws SQLException {
        // A migration that begins has none yet.
        slotSeen |= sample.slot().isPresent();
        if (slotSeen) {
            StartCheck.verifySlot(
                    slot,
                    sample.slot(),
                    Objects.requireNonNullElse(board.status().position(), Position.ZERO));
            SlotState state = sample.slot().orElseThrow();
            verifySender(state.active());
            pressure.look(state.retainedBytes());
        }
        if (++looks % LOOKS_PER_PUBLICATION == 0) {
            remember(sample);
        }
    }

    private void verifySender(boolean active) {
        if (sender.isDead(board.phase(), active)) {
            throw SourceException.passing(
                    "no walsender has served replication slot " + slot + " for " + sender.looksWithout() + " seconds",
                    null);
        }
    }

    private void remember(SourceProbe.Sample sample) throws SQLException {
        if (known.publication().isEmpty()) {
            try (Connection connection = target.connectBriefly("crosswalk watch")) {
                known = memory.read(connection);
            }
        }
        if (known.publication().isEmpty()) {
            return;
        }
        KnownSource seen = known.withPublication(probe.verifyPublished(known));
        SourceProbe.Sample before = former;
        // A beat is remembered when no crash can take it back.
        if (before != null && !before.beatEnd().isAfter(sample.durableEnd())) {
            seen = seen.seen(sample.durableEnd(), before.beat());
        }
        if (!seen.equals(known)) {
            write(seen);
            known = seen;
        }
    }

    private void write(KnownSource seen) throws SQLException {
        try (Connection connection = target.connectBriefly("crosswalk watch")) {
            connection.setAutoCommit(false);
            seat.verify(connection);
            memory.write(connection, seen);
            connection.commit();
        }
    }

    @Override
    public void close() {
        beat.close();
        try {
            probe.close();
        } catch (SQLException e) {
            LOG.debug("closing the watch's connection: {}", Failures.withoutValues(e));
        }
    }
}
