package io.crosswalk.app.ledger;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.terminal.Figures;
import io.crosswalk.operations.quarantine.QuarantineList;
import io.crosswalk.operations.quarantine.QuarantineRequests;
import io.crosswalk.operations.quarantine.Selection;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.RetryListener;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import io.crosswalk.sink.session.WriterSeat;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One request to try rows of the quarantine again, and what came of it. */
public final class QuarantineRetry {

    /** The stream brings a batch twice a second; a large one may take its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 200;

    private final Connection target;
    private final MigrationSettings settings;
    private final Selection selection;
    private final PrintWriter out;

    public QuarantineRetry(Connection target, MigrationSettings settings, Selection selection, PrintWriter out) {
        this.target = target;
        this.settings = settings;
        this.selection = selection;
        this.out = out;
    }

    /** Asks, and waits for the answer; false when no row is meant. */
    public boolean run() throws SQLException, InterruptedException {
        QuarantineRequests requests = new QuarantineRequests(target, settings.name());
        int asked = requests.retry(selection);
        if (asked == 0) {
            return false;
        }
        LedgerEntry entry = new Ledger(settings.name()).read(target).orElseThrow();
        if (entry.paused()) {
            out.println(
                    Figures.rows(asked) + " will be tried when the migration goes on: it is paused (crosswalk resume)");
        } else if (entry.phase() != Phase.STREAMING) {
            out.println(Figures.rows(asked) + " will be tried when the backfill is complete");
        } else if (WriterSeat.isTaken(target, settings.name())) {
            await(requests, asked);
        } else {
            apply();
            report(asked);
        }
        return true;
    }

    private void apply() throws SQLException, InterruptedException {
        Preparation preparation = Preparation.checked(settings, true);
        try (PostgresSink sink = new PostgresSink(preparation.sink(), preparation.target(), RetryListener.NONE)) {
            // Takes the writer's seat: a migration that starts meanwhile waits for it.
            sink.start();
            sink.retryRequested();
        }
    }

    private void await(QuarantineRequests requests, int asked) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (requests.open(selection) > 0) {
            if (System.nanoTime() > deadline) {
                out.println(Figures.rows(asked) + " are marked; the running migration has not come to them yet");
                return;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        report(asked);
    }

    private void report(int asked) throws SQLException {
        long left = QuarantineList.read(target, settings.name(), selection, 1).total();
        out.println(Figures.rows(asked) + " tried, "
                + (left == 0
                        ? "none is left"
                        : Figures.count(left) + " still there: crosswalk quarantine list says why"));
    }
}
