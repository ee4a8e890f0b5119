package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.RecordingHandler;
import io.crosswalk.connector.RunningSource;
import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.connector.slot.SlotIdentity;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.proxy.TcpProxy;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Chunks of a snapshot hold every row exactly once, and the stream goes on exactly where the snapshot ends. */
@Databases
class SnapshotIT {

    private static final String TABLES = """
            CREATE COLLATION numeric_order (provider = icu, locale = 'en-u-kn-true');
            CREATE TABLE cuid (id text PRIMARY KEY, v int);
            CREATE TABLE composite (a int, b int, v text, PRIMARY KEY (a, b));
            CREATE TABLE collated (id text COLLATE "C" PRIMARY KEY);
            CREATE TABLE natural_order (id text COLLATE numeric_order PRIMARY KEY);
            CREATE TABLE ids (id uuid PRIMARY KEY);
            CREATE TABLE times (id timestamp(3) PRIMARY KEY);
            CREATE TABLE blank (id char(8) PRIMARY KEY);
            CREATE TABLE keyless (v text);
            CREATE TABLE nothing (id int PRIMARY KEY);
            CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child () INHERITS (parent);
            CREATE TABLE root (id int PRIMARY KEY) PARTITION BY HASH (id);
            CREATE TABLE leaf0 PARTITION OF root FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE leaf1 PARTITION OF root FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO cuid SELECT CASE WHEN n % 3 = 0 THEN upper(md5(n::text)) ELSE md5(n::text) END, n FROM generate_series(1, 5000) n;
            INSERT INTO cuid VALUES (E'quote''s \\\\ and \\t tab', 1), ('', 2), ('äöü', 3), ('_-_', 4), ('😀', 5);
            INSERT INTO composite SELECT n % 7, n, NULL FROM generate_series(1, 3000) n;
            INSERT INTO collated SELECT CASE WHEN n % 2 = 0 THEN 'a' ELSE 'B' END || n FROM generate_series(1, 2000) n;
            INSERT INTO natural_order SELECT 'x' || n FROM generate_series(1, 2000) n;
            INSERT INTO ids SELECT md5(n::text)::uuid FROM generate_series(1, 2000) n;
            INSERT INTO times SELECT timestamp '2024-01-01' + n * interval '1.5 s' FROM generate_series(1, 2000) n;
            INSERT INTO blank SELECT n FROM generate_series(1, 2000) n;
            INSERT INTO keyless SELECT 'same' FROM generate_series(1, 2000) n;
            INSERT INTO parent SELECT generate_series(1, 10); INSERT INTO child SELECT generate_series(11, 20);
            INSERT INTO root SELECT generate_series(1, 3000);
            ANALYZE""";

    @Test
    void everyRowIsReadExactlyOnceWhateverTheKey(Database legacy) throws Exception {
        chunksHoldEveryRowOnce(legacy);
    }

    @Test
    @Databases(version = 15)
    void everyRowIsReadExactlyOnceWhateverTheKeyOnFifteen(Database legacy) throws Exception {
        chunksHoldEveryRowOnce(legacy);
    }

    @Test
    void aSlotThatHasComeIntoBeingMeanwhileIsAReasonToLookAgain(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE a (id int PRIMARY KEY)")) {
            assertThatThrownBy(() -> Snapshot.createSlot(source.settings))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("by a start that was cut off");
        }
    }

    @Test
    void aServerNoticesThatWhoeverWantedASlotIsGoneThoughATransactionStaysOpen(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE a (id int PRIMARY KEY)");
                TcpProxy proxy =
                        new TcpProxy(source.address().host(), source.address().port());
                Connection open = source.connect()) {
            open.setAutoCommit(false);
            number(open, "SELECT txid_current()");
            String url = legacy.jdbcUrl().replace(":" + source.address().port() + "/", ":" + proxy.port() + "/");
            String name = "gone" + Long.toString(System.nanoTime(), 36);
            SourceSettings settings = SourceSettings.of(
                    name, DatabaseAddress.parse(url, legacy.user(), legacy.password()), source.settings.tables());
            CompletableFuture<Snapshot> creation = CompletableFuture.supplyAsync(() -> created(settings));
            String slots =
                    "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + settings.slot() + "_witness'";
            awaitNumber(source.connection, slots, 1);

            proxy.cut();

            assertThatThrownBy(creation::join).hasCauseInstanceOf(IllegalStateException.class);
            awaitNumber(source.connection, slots, 0);
        }
    }

    @Test
    void aSourceWithRoomForOneSlotOnlyIsNamed(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE a (id int PRIMARY KEY)")) {
            ReplicationSlot.drop(source.connection, source.settings.slot());
            source.execute(
                    "SELECT pg_create_physical_replication_slot('taken_' || n) FROM generate_series(1,"
                            + " (SELECT current_setting('max_replication_slots')::int - 1 - count(*) FROM pg_replication_slots)) n");
            try {
                assertThatThrownBy(() -> Snapshot.createSlot(source.settings))
                        .isInstanceOfSatisfying(
                                SourceException.class,
                                e -> assertThat(e.isTransient()).isTrue())
                        .hasMessageContaining("no room for replication slot " + source.settings.slot())
                        .hasMessageContaining("max_replication_slots");
            } finally {
                source.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE slot_name LIKE 'taken%'");
            }
        }
    }

    private static Snapshot created(SourceSettings settings) {
        try {
            return Snapshot.createSlot(settings);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitNumber(Connection connection, String sql, long expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (number(connection, sql) != expected) {
            assertThat(System.nanoTime()).as(sql).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void chunksHoldEveryRowOnce(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES);
                Snapshot snapshot = Snapshot.temporary(source.settings);
                SnapshotReader reader = SnapshotReader.open(source.settings, snapshot)) {
            source.execute("DELETE FROM cuid WHERE v = 17", "INSERT INTO ids VALUES (gen_random_uuid())");
            for (SourceTable table : source.settings.tables()) {
                List<Chunk> chunks = reader.plan(table, 100);
                List<Row> rows = new ArrayList<>();
                for (Chunk chunk : chunks) {
                    reader.read(chunk, table, rows::add);
                }
                String name = table.id().name();
                long expected = name.equals("ids") ? 2000 : name.equals("cuid") ? 5005 : count(source, name);
                assertThat(rows).as(name).hasSize((int) expected);
                if (table.key().size() > 0) {
                    assertThat(rows.stream().map(row -> row.key(table.key())).collect(Collectors.toSet()))
                            .as(name)
                            .hasSize((int) expected);
                }
                assertThat(chunks.size()).as(name).isGreaterThanOrEqualTo(expectedChunks(name));
            }
        }
    }

    private static int expectedChunks(String name) {
        return switch (name) {
            case "keyless", "nothing", "parent", "child" -> 1;
            case "composite" -> 7;
            default -> 20;
        };
    }

    private static long count(PreparedSource source, String table) throws Exception {
        try (Statement statement = source.connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM " + (table.equals("root") ? "" : "ONLY ") + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Promise P7: the application's DDL waits for a chunk at most, and a chunk waits for DDL no longer than it may. */
    @Test
    void betweenChunksNoTableIsLockedAndTheSnapshotStillHolds(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(
                        legacy, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000)");
                Snapshot snapshot = Snapshot.temporary(source.settings);
                SnapshotReader reader = SnapshotReader.open(source.settings, snapshot)) {
            SourceTable table = source.table("t");
            List<Chunk> chunks = reader.plan(table, 100);
            List<Row> rows = new ArrayList<>();
            for (Chunk chunk : chunks) {
                reader.read(chunk, table, rows::add);
                source.execute(
                        "SET lock_timeout = '1s'", "ALTER TABLE t ADD c" + chunk.number() + " int", "DELETE FROM t");
            }
            assertThat(rows).hasSize(1000);
            try (Connection holder = source.connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
                assertThatThrownBy(() -> reader.read(chunks.get(0), table, rows::add))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            }
        }
    }

    @Test
    void snapshotAndStreamMeetWithoutGapOrOverlapUnderLoad(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE t (id int PRIMARY KEY)")) {
            ReplicationSlot.drop(source.connection, source.settings.slot());
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try (Connection connection = source.connect();
                        Statement statement = connection.createStatement()) {
                    for (int i = 0; i < 2000; i++) {
                        statement.execute("INSERT INTO t VALUES (" + i + ")");
                    }
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            List<Object> ids = new ArrayList<>();
            SlotIdentity slot;
            try (Snapshot snapshot = Snapshot.createSlot(source.settings);
                    SnapshotReader reader = SnapshotReader.open(source.settings, snapshot)) {
                slot = snapshot.identity();
                SourceTable table = source.table("t");
                for (Chunk chunk : reader.plan(table, 50)) {
                    reader.read(chunk, table, row -> ids.add(row.value("id")));
                }
            }
            writing.join();
            RecordingHandler handler = new RecordingHandler();
            try (SourceProbe probe = new SourceProbe(source.settings);
                    RunningSource ignored = source.run(slot.createdAt(), handler)) {
                probe.emit(new Marker("end"));
                handler.awaitMarker("end");
            }
            for (Change change : handler.changes()) {
                ids.add(((Upsert) change).key().value(0));
            }
            assertThat(ids).hasSize(2000).doesNotHaveDuplicates();
        }
    }
}
