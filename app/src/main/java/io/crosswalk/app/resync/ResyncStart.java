package io.crosswalk.app.resync;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.connector.guard.StartCheck;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.operations.drift.Baseline;
import io.crosswalk.operations.drift.DriftCheck;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.ledger.KnownSourceLedger;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Where a resync begins: with a new slot, or, where only some tables were missed, with the one there is. */
final class ResyncStart {

    private static final Logger LOG = LoggerFactory.getLogger(ResyncStart.class);

    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(15);
    private static final int SLOT_PAUSE_MILLIS = 200;

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final Ledger ledger;
    private final KnownSourceLedger memory;
    private final Baseline schema;

    /** @param schema the legacy schema, read just now: what is copied is what it makes of the rows */
    ResyncStart(MigrationSettings settings, Preparation preparation, Baseline schema) {
        this.settings = settings;
        this.preparation = preparation;
        this.ledger = new Ledger(settings.name());
        this.memory = new KnownSourceLedger(settings.name());
        this.schema = schema;
    }

    /** Whether the slot of a resync that was cut off still serves; else it has to begin anew. */
    boolean maySoGoOn(Connection target, LedgerEntry entry) throws SQLException, InterruptedException {
        try (Connection source = settings.source().connectBriefly("crosswalk resync " + settings.name())) {
            StartCheck.verify(source, preparation.source(), identity(entry), entry.position(), memory.read(target));
            return true;
        } catch (SourceException e) {
            LOG.warn("the resync that was cut off begins anew: {}", e.getMessage());
            return false;
        }
    }

    /**
     * Puts a new slot in the place of the old one and opens every table's ranges, in one target transaction. A kill before it leaves a
     * slot that the next resync drops again.
     */
    Snapshot withNewSlot(Connection target) throws SQLException, InterruptedException {
        preparation.source(settings);
        String slot = preparation.source().slot();
        dropSlot(slot);
        ledger.noteBeginning(target, slot);
        Failpoint.BEGINNING_NOTED.reached();
        KnownSource known = KnownSource.NOTHING.withPublication(published(KnownSource.NOTHING));
        Snapshot snapshot = Snapshot.createSlot(preparation.source());
        try {
            published(known);
            List<Chunk> chunks = new Ranges(settings, preparation, snapshot).plan(preparation.sources());
            target.setAutoCommit(false);
            preparation.sink().seat().verify(target);
            SlotIdentity identity = snapshot.identity();
            memory.write(target, known.seen(identity.createdAt(), 0));
            ledger.resync(
                    target,
                    identity.systemIdentifier(),
                    identity.timeline(),
                    identity.createdAt(),
                    identity.createdAt());
            ChunkLedger ranges = new ChunkLedger(settings.name());
            ranges.forgetPlan(target);
            ranges.plan(target, chunks);
            remember(target, preparation.sources());
            target.commit();
            Failpoint.LEDGER_OPENED.reached();
            target.setAutoCommit(true);
            LOG.info("slot {} at {}, {} ranges to compare", slot, identity.createdAt(), chunks.size());
            return snapshot;
        } catch (SQLException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /**
     * Opens the ranges of some tables. The slot has to be sound, and nothing but these tables may have been missed.
     *
     * @throws SourceException lasting, when more is broken than these tables
     */
    Snapshot ofTables(Connection target, LedgerEntry entry, List<SourceTable> tables)
            throws SQLException, InterruptedException {
        List<SourceTable> others = preparation.sources().stream()
                .filter(table -> !tables.contains(table))
                .toList();
        KnownSource before = memory.read(target);
        try (Connection source = settings.source().connectBriefly("crosswalk resync " + settings.name())) {
            StartCheck.verifyBesides(source, preparation.source(), identity(entry), entry.position(), before, others);
        }
        preparation.source(settings);
        KnownSource known = before.withPublication(published(KnownSource.NOTHING));
        Snapshot snapshot = Snapshot.temporary(preparation.source());
        try {
            published(known);
            List<Chunk> chunks = new Ranges(settings, preparation, snapshot).plan(tables);
            target.setAutoCommit(false);
            preparation.sink().seat().verify(target);
            memory.write(target, known);
            Position created = entry.slotCreated();
            ledger.resync(target, entry.systemIdentifier(), entry.timeline(), created, entry.position());
            new ChunkLedger(settings.name())
                    .planAnew(target, tables.stream().map(SourceTable::id).toList(), chunks);
            remember(target, tables);
            target.commit();
            Failpoint.LEDGER_OPENED.reached();
            target.setAutoCommit(true);
            return snapshot;
        } catch (SQLException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /** What changes in the legacy schema from here on is drift, also while this resync is cut off. */
    private void remember(Connection target, List<SourceTable> tables) throws SQLException {
        new DriftCheck(settings.name(), settings.mapping())
                .resynced(target, schema, tables.stream().map(SourceTable::id).collect(Collectors.toSet()));
    }

    private String published(KnownSource known) throws SQLException {
        try (Connection source = settings.source().connectBriefly("crosswalk resync " + settings.name())) {
            return StartCheck.verifyPublished(source, preparation.source(), known);
        }
    }

    private void dropSlot(String slot) throws SQLException, InterruptedException {
        try (Connection source = settings.source().connectBriefly("crosswalk resync " + settings.name())) {
            Optional<SlotState> found = idle(source, slot);
            if (found.isEmpty()) {
                return;
            }
            SlotState state = found.get();
            boolean ours = state.plugin().equals("pgoutput")
                    && state.database().equals(source.getCatalog())
                    && !state.temporary();
            if (state.active() || !ours) {
                throw SourceException.lasting(
                        "replication slot " + slot + (ours ? " is in use by pid " + state.activePid() : " is not ours")
                                + ": somebody else needs it. Stop that, or drop it with SELECT pg_drop_replication_slot('"
                                + slot + "'), and run this again",
                        null);
            }
            if (ReplicationSlot.free(source) == 0) {
                throw SourceException.lasting(
                        "no replication slot is free on the source, and the new slot needs a second one while it comes into being:"
                                + " drop one that nobody needs, or raise max_replication_slots, and run this again",
                        null);
            }
            LOG.info("dropping slot {}, which stood at {}", slot, state.confirmed());
            ReplicationSlot.drop(source, slot);
            Failpoint.LEFT_SLOT_DROPPED.reached();
        }
    }

    /** The slot, when nobody reads from it any more: the server may not have noticed yet that a migrator is gone. */
    private static Optional<SlotState> idle(Connection source, String slot) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + SLOT_PATIENCE.toNanos();
        Optional<SlotState> found = ReplicationSlot.state(source, slot);
        while (found.filter(SlotState::active).isPresent() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(SLOT_PAUSE_MILLIS);
            found = ReplicationSlot.state(source, slot);
        }
        return found;
    }

    static SlotIdentity identity(LedgerEntry entry) {
        return new SlotIdentity(entry.slot(), entry.systemIdentifier(), entry.timeline(), entry.slotCreated());
    }
}
