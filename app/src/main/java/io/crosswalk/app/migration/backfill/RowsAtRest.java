package io.crosswalk.app.migration.backfill;

import io.crosswalk.app.migration.guard.DriftBeat;
import io.crosswalk.app.migration.guard.Guards;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.backfill.BackfillSettlement;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.DeferredIndexes;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The rows that are there when a migration begins: copied in chunks, then indexed and settled. Every step looks at what is done already. */
public final class RowsAtRest {

    private static final Logger LOG = LoggerFactory.getLogger(RowsAtRest.class);

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final Guards guards;
    private final StatusBoard board;
    private final Ledger ledger;

    /**
     * @param guards watch the legacy schema meanwhile, and see when too much is set aside
     */
    public RowsAtRest(MigrationSettings settings, Preparation preparation, Guards guards, StatusBoard board) {
        this.settings = settings;
        this.preparation = preparation;
        this.guards = guards;
        this.board = board;
        this.ledger = new Ledger(settings.name());
    }

    /** The phase that follows: the backfill's own where it has yielded to the stream. */
    public Phase copy(MigrationStart start, Backfill backfill, Connection target, boolean first)
            throws SQLException, InterruptedException {
        board.enter(RunPhase.BACKFILL);
        new DeferredIndexes(settings.name()).takeAway(target, preparation.written());
        ChunkLedger chunks = new ChunkLedger(settings.name());
        List<Chunk> open = first ? List.of() : chunks.open(target);
        guards.drift().beginCopying();
        if (first || !open.isEmpty()) {
            try (DriftBeat looking = looking();
                    Snapshot snapshot =
                            first ? start.begin(target, backfill) : Snapshot.temporary(preparation.source())) {
                if (!first) {
                    Failpoint.NEWER_SNAPSHOT_TAKEN.reached();
                    backfill.showLoaded(target, settings::rowsOfChunk);
                    LOG.info(
                            "{} chunks are left to load, under a new snapshot at {}", open.size(), snapshot.position());
                }
                backfill.load(snapshot, first ? chunks.open(target) : open, preparation.levels(settings.mapping()));
            }
        }
        guards.drift().endCopying();
        if (!chunks.open(target).isEmpty()) {
            return Phase.BACKFILL;
        }
        Position consistentFrom = chunks.loaded(target).stream()
                .map(LoadedChunk::snapshot)
                .reduce(Position.ZERO, (a, b) -> a.isAfter(b) ? a : b);
        target.setAutoCommit(false);
        ledger.consistentFrom(target, consistentFrom);
        ledger.enter(target, Phase.INDEXING);
        target.commit();
        Failpoint.BACKFILL_FINISHED.reached();
        target.setAutoCommit(true);
        return Phase.INDEXING;
    }

    private DriftBeat looking() {
        return new DriftBeat(guards.drift(), Position.LAST, guards::refuse);
    }

    /** Builds the indexes that were taken away for the copy, and settles what only all rows together show. */
    public void index(Connection target) throws SQLException {
        try (DriftBeat looking = looking()) {
            board.enter(RunPhase.INDEXING);
            build(target);
        }
    }

    private void build(Connection target) throws SQLException {
        new DeferredIndexes(settings.name()).rebuildIndexes(target, item -> LOG.debug("building {}", item));
        try (Statement statement = target.createStatement()) {
            for (var table : preparation.written()) {
                statement.execute("ANALYZE " + Identifiers.quote(table.id()));
            }
            statement.execute("ANALYZE " + Identifiers.quote(IdMappings.TABLE));
        }
        LOG.info("indexes are built");
        boolean consistent = ledger.read(target).map(LedgerEntry::isConsistent).orElse(false);
        long setAside = new BackfillSettlement(preparation.sink(), preparation.target()).run(consistent);
        if (setAside > 0) {
            LOG.warn("{} rows refer to parents that are missing, and wait in the quarantine", setAside);
        }
        // Where all chunks come from one snapshot the target is consistent now; else the stream has to pass the newest
        // one first.
        LateConstraints.buildIfConsistent(settings, target, board);
        ledger.enter(target, Phase.STREAMING);
        Failpoint.STREAM_ENTERED.reached();
        guards.quarantine()
                .settled(new ChunkLedger(settings.name())
                        .loaded(target).stream().mapToLong(LoadedChunk::rows).sum());
    }
}
