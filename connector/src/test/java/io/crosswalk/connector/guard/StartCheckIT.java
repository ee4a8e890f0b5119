package io.crosswalk.connector.guard;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.RecordingHandler;
import io.crosswalk.connector.RunningSource;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** P3: the stream does not start when a change may have been lost, and says why. */
@Databases
class StartCheckIT {

    private static final String TABLES = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)";

    private static void verify(PreparedSource source, SlotIdentity recorded, Position ledger) throws Exception {
        try (Connection connection = source.address().connect("test")) {
            StartCheck.verify(connection, source.settings, recorded, ledger, KnownSource.NOTHING);
        }
    }

    private static void isRefused(PreparedSource source, SlotIdentity recorded, Position ledger, String because) {
        assertThatThrownBy(() -> verify(source, recorded, ledger))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining(because);
    }

    @Test
    void aSlotThatIsOursAndNotAheadMayStart(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            verify(source, source.slot, source.slot.createdAt());
        }
    }

    @Test
    void anotherServerOrTimelineIsRefused(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            SlotIdentity slot = source.slot;
            Position ledger = slot.createdAt();
            isRefused(source, new SlotIdentity(slot.slot(), 4711, slot.timeline(), ledger), ledger, "another server");
            isRefused(
                    source,
                    new SlotIdentity(slot.slot(), slot.systemIdentifier(), 9, ledger),
                    ledger,
                    "timeline 1, this migration began on timeline 9");
        }
    }

    @Test
    void aSlotThatIsGoneForeignOrAheadIsRefused(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            SlotIdentity slot = source.slot;
            isRefused(source, slot, new Position(slot.createdAt().lsn() - 1), "beyond the ledger's");
            ReplicationSlot.drop(source.connection, slot.slot());
            isRefused(source, slot, slot.createdAt(), "is gone");
            source.execute("SELECT pg_create_logical_replication_slot('" + slot.slot() + "', 'test_decoding')");
            isRefused(source, slot, slot.createdAt(), "is not ours");
        }
    }

    @Test
    void aSlotInUseIsWaitedForAndThenRefusedWithTheSession(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(
                legacy, TABLES + "; ALTER DATABASE \"" + legacy.name() + "\" SET wal_sender_timeout = '2s'")) {
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                handler.await(() -> !handler.batches().isEmpty());
                assertThatThrownBy(() -> verify(source, source.slot, handler.ledger()))
                        .isInstanceOfSatisfying(
                                SourceException.class,
                                e -> assertThat(e.isTransient()).isFalse())
                        .hasMessageContaining("pid " + source.slotState().activePid());
            }
        }
    }

    @Test
    void aChangedPublicationOrReplicaIdentityIsRefused(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            Position ledger = source.slot.createdAt();
            String publication = source.settings.publication();
            source.execute("ALTER PUBLICATION " + publication + " DROP TABLE b");
            isRefused(source, source.slot, ledger, "missing [public.b]");
            source.execute("ALTER PUBLICATION " + publication + " ADD TABLE b WHERE (id > 3)");
            isRefused(source, source.slot, ledger, "no longer publishes every");
            source.prepare(java.util.Set.of());
            verify(source, source.slot, ledger);
            source.execute("ALTER TABLE b REPLICA IDENTITY NOTHING");
            isRefused(source, source.slot, ledger, "updates and deletes of public.b");
            source.prepare(java.util.Set.of());
            verify(source, source.slot, ledger);
            source.execute("DROP PUBLICATION " + publication);
            isRefused(source, source.slot, ledger, "is gone");
        }
    }
}
