package io.crosswalk.app.resync;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.operations.drift.Baseline;
import io.crosswalk.operations.drift.DriftCheck;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.backfill.BackfillSettlement;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import io.crosswalk.sink.session.WriterSeat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code crosswalk resync}: after it, {@code run} goes on from a sound slot and the target lacks nothing. No process may run the
 * migration meanwhile. One thread runs it; it starts others.
 */
public final class Resync {

    /** More than this is copied only when somebody said so: then perhaps the mapping or the keys are not the old ones. */
    static final int ASK_FROM_PERCENT = 30;

    private static final Duration SEAT_PATIENCE = Duration.ofSeconds(15);

    private final MigrationSettings settings;
    private final ResyncOptions options;
    private final Ledger ledger;
    private final ChunkLedger chunks;

    public Resync(MigrationSettings settings, ResyncOptions options) {
        this.settings = settings;
        this.options = options;
        this.ledger = new Ledger(settings.name());
        this.chunks = new ChunkLedger(settings.name());
    }

    /**
     * Looks, and mends unless it is a dry run. May be run again after any end.
     *
     * @throws SinkException or {@link SourceException} lasting, when somebody has to act or to agree first
     */
    public ResyncReport run() throws SQLException, InterruptedException {
        Preparation preparation = Preparation.checked(settings, true);
        try (Connection target = settings.target().connect("crosswalk resync " + settings.name())) {
            LedgerEntry entry = ledger.read(target)
                    .orElseThrow(() -> SinkException.lasting(
                            "the target knows no migration named " + settings.name()
                                    + ": there is nothing to mend. crosswalk run begins one",
                            null));
            if (!entry.mappingDigest().equals(settings.mappingDigest())) {
                throw SinkException.lasting(
                        "the mapping has changed since this migration began: every row would differ. Run with the old mapping",
                        null);
            }
            List<SourceTable> tables = wanted(preparation);
            preparation.sink().seat().claim(target, SEAT_PATIENCE);
            return options.dryRun() ? look(preparation, tables) : mend(preparation, target, entry, tables);
        }
    }

    private List<SourceTable> wanted(Preparation preparation) {
        if (options.tables().isEmpty()) {
            return preparation.sources();
        }
        List<SourceTable> wanted = new ArrayList<>();
        for (String name : options.tables()) {
            List<SourceTable> named = preparation.sources().stream()
                    .filter(table -> table.id().toString().equals(name)
                            || table.id().name().equals(name))
                    .toList();
            if (named.size() != 1) {
                throw SourceException.lasting(
                        "--table " + name + (named.isEmpty() ? " is no migrated legacy table" : " names several tables")
                                + "; there are "
                                + preparation.sources().stream()
                                        .map(table -> table.id().toString())
                                        .collect(Collectors.joining(", ")),
                        null);
            }
            wanted.addAll(named);
        }
        return wanted;
    }

    private ResyncReport look(Preparation preparation, List<SourceTable> tables)
            throws SQLException, InterruptedException {
        try (Snapshot snapshot = Snapshot.temporary(preparation.source())) {
            Ranges ranges = new Ranges(settings, preparation, snapshot);
            List<Chunk> planned = ranges.plan(tables);
            List<Chunk> differing = ranges.differing(planned, false);
            long surplus = new Surplus(settings, preparation, snapshot, ranges, true).remove(ids(tables));
            return report(planned, differing, surplus);
        }
    }

    private ResyncReport mend(Preparation preparation, Connection target, LedgerEntry entry, List<SourceTable> tables)
            throws SQLException, InterruptedException {
        preparation.target(target);
        preparation.sink().seat().sign(target);
        ResyncStart start = new ResyncStart(settings, preparation, schema(preparation));
        boolean slotIsNew = options.tables().isEmpty();
        boolean goesOn = entry.phase() == Phase.RESYNC && start.maySoGoOn(target, entry);
        try (Snapshot snapshot = goesOn
                ? Snapshot.temporary(preparation.source())
                : slotIsNew ? start.withNewSlot(target) : start.ofTables(target, entry, tables)) {
            Ranges ranges = new Ranges(settings, preparation, snapshot);
            List<Chunk> planned = planned(target);
            Set<TableId> looked = planned.stream().map(Chunk::table).collect(Collectors.toSet());
            List<Chunk> open = chunks.open(target);
            List<Chunk> differing = ranges.differing(open, true);
            ask(report(planned, differing, 0));
            ranges.copy(differing);
            // Copied rows are written without a look at their parents: those that lack one wait before the others are
            // counted as too many.
            new BackfillSettlement(preparation.sink(), preparation.target()).run(false);
            long surplus = new Surplus(settings, preparation, snapshot, ranges, false).remove(looked);
            finish(target, preparation.sink().seat(), snapshot.position(), looked);
            List<Chunk> copied = chunks.copied(target).stream()
                    .filter(chunk -> looked.contains(chunk.table()))
                    .toList();
            return report(planned, copied, surplus);
        }
    }

    private Baseline schema(Preparation preparation) throws SQLException {
        DriftCheck drift = new DriftCheck(settings.name(), settings.mapping());
        try (Connection source = settings.source().connectCautiously("crosswalk drift " + settings.name())) {
            return drift.baseline(source, preparation.transform().needFullIdentity());
        }
    }

    private void ask(ResyncReport found) {
        if (found.percent() > ASK_FROM_PERCENT && !options.yes()) {
            throw SinkException.lasting(
                    found.differing() + " of " + found.ranges() + " key ranges differ (" + found.percent()
                            + " %): that is more than a broken stream explains within short time. Nothing was copied yet. Run"
                            + " crosswalk resync --yes to copy them, or look first: wrong database, keyset or namespace?"
                            + " What was found equal stays noted",
                    null);
        }
    }

    /** The moment of consistency is the newest snapshot; what is left to do then is what a backfill leaves to do. */
    private void finish(Connection target, WriterSeat seat, Position snapshot, Set<TableId> looked)
            throws SQLException {
        Position newest = chunks.loaded(target).stream()
                .map(LoadedChunk::snapshot)
                .reduce(snapshot, (a, b) -> a.isAfter(b) ? a : b);
        target.setAutoCommit(false);
        seat.verify(target);
        ledger.forgetUnseenSinceResync(target, looked);
        ledger.consistentFrom(target, newest);
        ledger.enter(target, Phase.INDEXING);
        target.commit();
        Failpoint.BACKFILL_FINISHED.reached();
        target.setAutoCommit(true);
    }

    /** What this resync is about, also where one that was cut off began it: all that was not loaded before it. */
    private List<Chunk> planned(Connection target) throws SQLException {
        Position begun = ledger.read(target).orElseThrow().position();
        List<Chunk> planned = new ArrayList<>(chunks.open(target));
        chunks.loaded(target).stream()
                .filter(loaded -> !begun.isAfter(loaded.snapshot()))
                .forEach(loaded -> planned.add(loaded.chunk()));
        return planned;
    }

    private ResyncReport report(List<Chunk> planned, List<Chunk> differing, long surplus) {
        List<ResyncReport.Table> tables = ids(planned, Chunk::table).stream()
                .sorted()
                .map(table -> new ResyncReport.Table(table, count(planned, table), count(differing, table)))
                .toList();
        return new ResyncReport(options.dryRun(), tables, surplus);
    }

    private static int count(List<Chunk> chunks, TableId table) {
        return (int)
                chunks.stream().filter(chunk -> chunk.table().equals(table)).count();
    }

    private static Set<TableId> ids(List<SourceTable> tables) {
        return ids(tables, SourceTable::id);
    }

    private static <T> Set<TableId> ids(List<T> things, java.util.function.Function<T, TableId> id) {
        return things.stream().map(id).collect(Collectors.toSet());
    }
}
