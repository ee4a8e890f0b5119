package io.crosswalk.app.migration;

import io.crosswalk.app.migration.guard.FailureKind;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;

/** Why a migration ended, in its ledger: so that {@code status} can tell when no process runs any more. */
record FailureNote(MigrationSettings settings) {

    private static final Logger LOG = LoggerFactory.getLogger(FailureNote.class);

    /**
     * Writes it down where that is possible: the failure itself matters more.
     *
     * @param signed the seat of the last attempt that wrote; null where none did
     */
    void write(String message, @Nullable WriterSeat signed) {
        Ledger ledger = new Ledger(settings.name());
        try (Connection target = settings.target().connect("crosswalk run " + settings.name())) {
            if (ledger.read(target).isPresent() && isOurs(target, signed)) {
                ledger.lastFailure(target, message);
                Failpoint.FAILURE_NOTED.reached();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the failure is not noted in the ledger: {}", FailureKind.describe(e));
        }
    }

    /** False when another migrator writes this ledger now: then it is not ours to write into. */
    private boolean isOurs(Connection target, @Nullable WriterSeat signed) throws SQLException {
        return signed == null ? !WriterSeat.isTaken(target, settings.name()) : signed.isOurs(target);
    }
}
