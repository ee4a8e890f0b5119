package io.crosswalk.connector.guard;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.publication.PublicationTrace;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.KnownSource;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Everything that makes a stream lose changes in silence is recognised, also when it was undone before anybody looked. The start and the
 * watch of a running migration ask the same questions.
 */
@Databases
class SlotGuardsIT {

    private static final String TABLES = """
            CREATE TABLE "Note" (id text PRIMARY KEY, text text);
            CREATE TABLE "Part" (id text PRIMARY KEY, text text) PARTITION BY RANGE (id);
            CREATE TABLE part_a PARTITION OF "Part" FOR VALUES FROM ('a') TO ('m');
            INSERT INTO "Note" VALUES ('n1', 'one'); INSERT INTO "Part" VALUES ('b1', 'one')""";

    /** What somebody does to the source; the words the refusal must have. */
    enum Tampering {
        SLOT_DROPPED(false, "SELECT pg_drop_replication_slot(':name')", "is gone"),
        SLOT_MADE_ANEW(
                false,
                "SELECT pg_drop_replication_slot(':name');"
                        + " SELECT pg_create_logical_replication_slot(':name', 'pgoutput')",
                "beyond the ledger's"),
        SLOT_OF_ANOTHER_PLUGIN(
                false,
                "SELECT pg_drop_replication_slot(':name');"
                        + " SELECT pg_create_logical_replication_slot(':name', 'test_decoding')",
                "is not ours"),
        SLOT_MOVED(
                false,
                "SET synchronous_commit = on; INSERT INTO \"Note\" VALUES ('moved', 'x');"
                        + " SELECT pg_replication_slot_advance(':name', pg_current_wal_lsn())",
                "beyond the ledger's"),
        TABLE_TAKEN_OUT(true, "ALTER PUBLICATION :name DROP TABLE \"Note\"", "missing [public.Note]"),
        TABLE_TAKEN_OUT_FOR_A_MOMENT(
                true,
                "ALTER PUBLICATION :name DROP TABLE \"Note\"; " + "ALTER PUBLICATION :name ADD TABLE ONLY \"Note\"",
                "\"Note\" was taken out and added again"),
        ROW_FILTER(
                true,
                "ALTER PUBLICATION :name SET TABLE crosswalk.heartbeat, \"Part\", \"Note\" WHERE (id > 'b')",
                "every operation"),
        COLUMN_LIST(
                true,
                "ALTER PUBLICATION :name SET TABLE crosswalk.heartbeat, \"Part\", \"Note\" (id)",
                "every operation"),
        ACTIONS(true, "ALTER PUBLICATION :name SET (publish = 'insert, update, truncate')", "every operation"),
        ACTIONS_FOR_A_MOMENT(
                true,
                "ALTER PUBLICATION :name SET (publish = 'insert'); ALTER PUBLICATION :name SET (publish = 'insert, update, delete, truncate')",
                "its options were altered"),
        NOT_THROUGH_THE_ROOT(
                true, "ALTER PUBLICATION :name SET (publish_via_partition_root = false)", "every operation"),
        ANOTHER_TABLE_OF_THE_NAME(
                true,
                "ALTER TABLE \"Note\" RENAME TO \"Old\"; CREATE TABLE \"Note\" (LIKE \"Old\" INCLUDING ALL);"
                        + "ALTER PUBLICATION :name DROP TABLE \"Old\"; "
                        + "ALTER PUBLICATION :name ADD TABLE ONLY \"Note\"",
                "\"Note\" is another one than before"),
        PARTITION_ATTACHED_WITH_ROWS(
                true,
                "CREATE TABLE late (LIKE \"Part\" INCLUDING ALL); INSERT INTO late VALUES ('pz', 'unseen');"
                        + " ALTER TABLE \"Part\" ATTACH PARTITION late FOR VALUES FROM ('m') TO ('zz')",
                "was attached to public.\"Part\" with rows in it"),
        PARTITION_DETACHED(true, "ALTER TABLE \"Part\" DETACH PARTITION part_a", "was detached or dropped"),
        PARTITION_DROPPED(true, "DROP TABLE part_a", "was detached or dropped"),
        PARTITION_UNLOGGED(true, "ALTER TABLE part_a SET UNLOGGED", "is unlogged"),
        NO_IDENTITY(true, "ALTER TABLE \"Note\" REPLICA IDENTITY NOTHING", "no longer name their row"),
        ANOTHER_IDENTITY(
                true,
                "CREATE UNIQUE INDEX other ON \"Note\" (text);"
                        + " ALTER TABLE \"Note\" ALTER text SET NOT NULL, REPLICA IDENTITY USING INDEX other",
                "no longer name their row"),
        PUBLICATION_DROPPED(true, "DROP PUBLICATION :name", "is gone"),
        PUBLICATION_MADE_ANEW(
                true,
                "DROP PUBLICATION :name; CREATE PUBLICATION :name"
                        + " FOR TABLE ONLY crosswalk.heartbeat, ONLY \"Note\", \"Part\" WITH (publish_via_partition_root = true)",
                "dropped and created again");

        final boolean whileRunning;
        final String sql;
        final String words;

        Tampering(boolean whileRunning, String sql, String words) {
            this.whileRunning = whileRunning;
            this.sql = sql;
            this.words = words;
        }
    }

    /** What changes nothing that the stream brings. */
    enum Harmless {
        PARTITION_MADE(
                "CREATE TABLE later PARTITION OF \"Part\" FOR VALUES FROM ('m') TO ('zz'); INSERT INTO \"Part\" VALUES ('n', 'seen')"),
        PARTITION_ATTACHED_EMPTY("CREATE TABLE later (LIKE \"Part\" INCLUDING ALL);"
                + " ALTER TABLE \"Part\" ATTACH PARTITION later FOR VALUES FROM ('m') TO ('zz');"
                + " INSERT INTO \"Part\" VALUES ('n', 'seen')"),
        IDENTITY_FULL("ALTER TABLE \"Note\" REPLICA IDENTITY FULL"),
        COLUMN_ADDED("ALTER TABLE \"Note\" ADD COLUMN more text"),
        ROWS_REWRITTEN("VACUUM FULL \"Note\""),
        CATALOG_VACUUMED("VACUUM FREEZE pg_publication; VACUUM FREEZE pg_publication_rel");

        final String sql;

        Harmless(String sql) {
            this.sql = sql;
        }
    }

    private static KnownSource seen(PreparedSource source) throws Exception {
        try (Connection connection = source.address().connect("test")) {
            return KnownSource.NOTHING.withPublication(
                    StartCheck.verifyPublished(connection, source.settings, KnownSource.NOTHING));
        }
    }

    private static void verify(PreparedSource source, KnownSource known) throws Exception {
        try (Connection connection = source.address().connect("test")) {
            StartCheck.verify(connection, source.settings, source.slot, source.slot.createdAt(), known);
        }
    }

    private static void watch(PreparedSource source, KnownSource known) throws Exception {
        try (SourceProbe probe = new SourceProbe(source.settings)) {
            StartCheck.verifySlot(source.slot.slot(), probe.sample().slot(), source.slot.createdAt());
            probe.verifyPublished(known);
        }
    }

    private static void execute(PreparedSource source, String sql) throws Exception {
        for (String statement : sql.replace(":name", source.slot.slot()).split(";")) {
            source.execute(statement);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithTheWayOut(Tampering tampering, Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            KnownSource known = seen(source);
            verify(source, known);

            execute(source, tampering.sql);

            assertThatThrownBy(() -> verify(source, known))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContaining(tampering.words)
                    .hasMessageMatching("(?s).*(crosswalk resync|ALTER TABLE).*");
            if (tampering.whileRunning) {
                assertThatThrownBy(() -> watch(source, known)).hasMessageContaining(tampering.words);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoReasonToRefuse(Harmless change, Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            KnownSource known = seen(source);

            execute(source, change.sql);

            verify(source, known);
            watch(source, known);
        }
    }

    @Test
    void aSourceThatWentBackInTimeIsRefused(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            KnownSource known = seen(source);
            source.execute("INSERT INTO crosswalk.heartbeat VALUES ('" + source.settings.name() + "', 41, now())");
            verify(source, known.seen(source.slot.createdAt(), 41));

            assertThatThrownBy(() -> verify(source, known.seen(source.slot.createdAt(), 42)))
                    .hasMessageContainingAll("restored from a backup", "says 41, and said 42", "crosswalk resync");
            assertThatThrownBy(() -> verify(source, known.seen(new Position(1L << 60), 0)))
                    .hasMessageContainingAll("restored from a backup", "its WAL ends at", "crosswalk resync");
        }
    }

    @Test
    void aTraceIsReadAsItWasWritten(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            PublicationTrace trace = PublicationTrace.read(source.connection, source.settings.publication());

            assertThat(PublicationTrace.parse(trace.text())).isEqualTo(trace);
            assertThat(trace.tables()).hasSize(3);
        }
        assertThatThrownBy(() -> PublicationTrace.parse("something else")).isInstanceOf(IllegalArgumentException.class);
    }
}
