package io.crosswalk.app.migration.guard;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.stream.RelationListener;
import io.crosswalk.operations.drift.Baseline;
import io.crosswalk.operations.drift.DriftCheck;
import io.crosswalk.operations.drift.DriftCheck.Look;
import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import io.crosswalk.sink.session.WriterSeat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Watches the legacy schema of one attempt of a migration: at its start, every ten seconds, when the rows are copied, whenever the stream
 * describes a table anew, and when something failed. What it finds is kept in the target. Thread-safe.
 */
public final class DriftWatch implements RelationListener {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    private final MigrationSettings settings;
    private final WriterSeat seat;
    private final StatusBoard board;
    private final DriftCheck check;
    private final Map<TableId, Columns> described = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private @Nullable Baseline baseline;
    private @Nullable SourceException refusal;
    private Position refusedFrom = Position.ZERO;
    private volatile boolean copying;

    DriftWatch(MigrationSettings settings, WriterSeat seat, StatusBoard board) {
        this.settings = settings;
        this.seat = seat;
        this.board = board;
        this.check = new DriftCheck(settings.name(), settings.mapping());
    }

    /**
     * Looks before anything else does.
     *
     * @param target the session that has claimed the seat
     * @return false when the migration has never begun
     * @throws SourceException lasting, when the schema has changed in a way that the mapping does not account for
     */
    public synchronized boolean start(Connection target) throws SQLException {
        try (Connection source = settings.source().connectCautiously("crosswalk drift " + settings.name())) {
            boolean copying = new Ledger(settings.name())
                            .read(target)
                            .map(LedgerEntry::phase)
                            .orElse(Phase.BACKFILL)
                    == Phase.BACKFILL;
            Optional<Look> look;
            try {
                look = check.start(source, target, copying);
            } finally {
                board.drift(check.findings(target));
            }
            look.ifPresent(this::show);
            baseline = check.known(target).orElse(null);
            return look.isPresent();
        }
    }

    /** The schema that a migration begins with; to be taken before its slot is made. */
    public Baseline begin(Set<TableId> needFullIdentity) throws SQLException {
        try (Connection source = settings.source().connectCautiously("crosswalk drift " + settings.name())) {
            return check.baseline(source, needFullIdentity);
        }
    }

    /** Writes down what a migration begins with, in the caller's transaction. */
    public synchronized void remember(Connection target, Baseline begun) throws SQLException {
        check.remember(target, begun);
        baseline = begun;
    }

    /** Adopts the schema of now for a migration that an older version began. */
    public void adopt(Connection target, Set<TableId> needFullIdentity) throws SQLException {
        if (check.known(target).isEmpty()) {
            LOG.info("the legacy schema is what changes of it are measured against from now on");
            remember(target, begin(needFullIdentity));
        }
    }

    /** Whether a mapping that is not the former one differs from it only where the legacy schema has changed. */
    public boolean accountsFor(Connection target) throws SQLException {
        return check.mayBeInForce(target);
    }

    /** From now on rows are read under a snapshot. */
    public void beginCopying() {
        copying = true;
    }

    /**
     * Looks whether the legacy schema has stayed what it was while its rows were read.
     *
     * @throws SourceException lasting, when the migration must not go on
     */
    public void endCopying() throws SQLException {
        Optional<SourceException> refused = look().flatMap(Look::refusal);
        if (refused.isPresent()) {
            throw refused.get();
        }
        copying = false;
    }

    /** A change of the schema that explains a failure better than the failure does. */
    public void explain(Exception failure) {
        if (failure instanceof InterruptedException || FailureKind.passes(failure)) {
            return;
        }
        try {
            look().flatMap(Look::refusal).ifPresent(refused -> {
                refused.addSuppressed(failure);
                throw refused;
            });
        } catch (SQLException e) {
            LOG.debug("the legacy schema cannot be looked at: {}", Failures.withoutValues(e));
        }
    }

    private synchronized Optional<Look> look() throws SQLException {
        try (Connection source = settings.source().connectCautiously("crosswalk drift " + settings.name());
                Connection target = settings.target().connect("crosswalk drift " + settings.name())) {
            Optional<Look> look = check.look(source, target, copying, seat::isOurs);
            look.ifPresent(this::show);
            return look;
        }
    }

    private void show(Look look) {
        board.drift(look.drift());
        for (SeenFinding seen : look.drift().findings()) {
            if (!seen.isAccepted() && told.add(seen.finding().text())) {
                LOG.warn(
                        "the legacy schema has changed, before {}: {} ({})",
                        seen.seenBefore(),
                        seen.finding().text(),
                        seen.finding().verdict().words());
            }
        }
    }

    /** Looks, and remembers from where on the stream must not go. */
    void beat() {
        try {
            Optional<Look> look = look();
            synchronized (this) {
                Optional<SourceException> refused = look.flatMap(Look::refusal);
                if (refusal == null && refused.isPresent()) {
                    refusedFrom = look.orElseThrow().position();
                }
                refusal = refused.orElse(null);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the legacy schema cannot be looked at: {}", Failures.withoutValues(e));
        }
    }

    /** Why the stream must not go on from a position; null while it may. What was committed before the change is still taken. */
    synchronized @Nullable SourceException refusalAt(Position position) {
        return !refusedFrom.isAfter(position) ? refusal : null;
    }

    @Override
    public Columns described(TableId table, Columns columns) {
        Columns named;
        boolean again;
        synchronized (this) {
            named = baseline == null ? columns : baseline.currentNames(table, columns);
            again = described.put(table, named) != null;
        }
        Set<String> missing = new TreeSet<>(check.use().columns(table));
        missing.removeAll(named.names());
        if (again || !missing.isEmpty()) {
            lookOrStop(missing, table);
        }
        return named;
    }

    private void lookOrStop(Set<String> missing, TableId table) {
        Optional<Look> look;
        try {
            look = look();
        } catch (SQLException e) {
            throw SourceException.passing("the legacy schema cannot be looked at: " + Failures.withoutValues(e), e);
        }
        boolean stopped = look.stream()
                .flatMap(seen -> seen.drift().stopping().stream())
                .anyMatch(seen -> seen.finding().table().equals(table));
        if (stopped || !missing.isEmpty()) {
            throw look.flatMap(Look::refusal)
                    .orElseGet(() -> SourceException.lasting(
                            "rows of " + table + " come without " + List.copyOf(missing)
                                    + ", which the mapping uses: they are from before the legacy schema was changed. Run with"
                                    + " the mapping of then until they are taken, or begin again: docs/starting-over.md",
                            null));
        }
    }
}
