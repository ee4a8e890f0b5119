package io.crosswalk.app.migration.backfill;

import io.crosswalk.app.migration.guard.DriftWatch;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.connector.guard.StartCheck;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.connector.slot.SlotState;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.operations.drift.Baseline;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.ledger.KnownSourceLedger;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.sink.ledger.LedgerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Where a run begins: a new slot and ledger, or the ones an earlier run left, checked against each other (promise P3). */
public final class MigrationStart {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationStart.class);

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final DriftWatch drift;
    private final Ledger ledger;
    private final KnownSourceLedger memory;

    public MigrationStart(MigrationSettings settings, Preparation preparation, DriftWatch drift) {
        this.drift = drift;
        this.settings = settings;
        this.preparation = preparation;
        this.ledger = new Ledger(settings.name());
        this.memory = new KnownSourceLedger(settings.name());
    }

    /** The ledger's entry; empty when this migration has never begun. */
    public Optional<LedgerEntry> resume(Connection target) throws SQLException, InterruptedException {
        Optional<LedgerEntry> entry = ledger.read(target);
        if (entry.isPresent()) {
            LedgerEntry known = entry.get();
            if (known.mappingDigest().equals(settings.mappingDigest())) {
                drift.adopt(target, preparation.transform().needFullIdentity());
            } else if (drift.accountsFor(target)) {
                LOG.info("the mapping has changed where the legacy schema has");
                ledger.mapping(target, settings.mappingDigest());
            } else {
                throw SinkException.lasting(
                        "the mapping has changed since this migration began: rows that are in the target already were made by the old"
                                + " one. Run with the old mapping, or begin again under another name",
                        null);
            }
            try (Connection source = settings.source().connectCautiously("crosswalk start " + settings.name())) {
                KnownSource remembered = memory.read(target);
                String publication =
                        StartCheck.verify(source, preparation.source(), identity(known), known.position(), remembered);
                memory.write(target, remembered.withPublication(publication));
            }
        }
        return entry;
    }

    private static SlotIdentity identity(LedgerEntry entry) {
        return new SlotIdentity(entry.slot(), entry.systemIdentifier(), entry.timeline(), entry.slotCreated());
    }

    /**
     * Begins: a note that a slot is about to be made, the slot with its exported snapshot, the plan of the backfill, and the ledger's
     * entry, in this order. A crash in between leaves the note, and by it the next start knows that the slot is ours to drop.
     */
    Snapshot begin(Connection target, Backfill backfill) throws SQLException, InterruptedException {
        dropUnusedSlot(target);
        Baseline baseline = drift.begin(preparation.transform().needFullIdentity());
        ledger.noteBeginning(target, preparation.source().slot());
        Failpoint.BEGINNING_NOTED.reached();
        KnownSource before = KnownSource.NOTHING.withPublication(published(KnownSource.NOTHING));
        Snapshot snapshot = Snapshot.createSlot(preparation.source());
        try {
            SlotIdentity identity = snapshot.identity();
            var chunks = backfill.plan(snapshot, settings::rowsOfChunk);
            // What the slot decodes is published as it was before the slot was made.
            published(before);
            target.setAutoCommit(false);
            memory.write(target, before);
            drift.remember(target, baseline);
            ledger.open(
                    target,
                    settings.mappingDigest(),
                    identity.slot(),
                    identity.systemIdentifier(),
                    identity.timeline(),
                    identity.createdAt(),
                    Instant.now());
            new ChunkLedger(settings.name()).plan(target, chunks);
            target.commit();
            Failpoint.LEDGER_OPENED.reached();
            target.setAutoCommit(true);
            LOG.info("slot {} at {}, {} chunks to load", identity.slot(), identity.createdAt(), chunks.size());
            return snapshot;
        } catch (SQLException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    private String published(KnownSource known) throws SQLException {
        try (Connection source = settings.source().connectBriefly("crosswalk start " + settings.name())) {
            return StartCheck.verifyPublished(source, preparation.source(), known);
        }
    }

    private void dropUnusedSlot(Connection target) throws SQLException {
        String slot = preparation.source().slot();
        try (Connection source = settings.source().connectCautiously("crosswalk start " + settings.name())) {
            Optional<SlotState> state = ReplicationSlot.state(source, slot);
            if (state.isEmpty()) {
                return;
            }
            boolean ours = ledger.hasBegun(target, slot);
            if (ours && state.get().active()) {
                throw SourceException.passing(
                        "slot " + slot + " of a start that was cut off is still held by pid "
                                + state.get().activePid()
                                + " on the source, which waits for a transaction there to end",
                        null);
            }
            if (!ours) {
                throw SourceException.lasting(
                        "slot " + slot
                                + " exists, and this target knows nothing of it: it may feed another target. Choose another name:"
                                + " in the configuration, or, when nothing reads from it any more, drop it on the source with"
                                + " SELECT pg_drop_replication_slot('" + slot + "')",
                        null);
            }
            LOG.warn(
                    "an earlier start of {} was cut off after it made slot {}: dropping it and beginning again",
                    settings.name(),
                    slot);
            // By now another migrator may have taken over, and this may be its slot.
            preparation.sink().seat().verify(target);
            ReplicationSlot.drop(source, slot);
            Failpoint.LEFT_SLOT_DROPPED.reached();
        }
    }
}
