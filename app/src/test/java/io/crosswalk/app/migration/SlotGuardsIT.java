package io.crosswalk.app.migration;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.EmbeddedSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything that makes a stream lose changes in silence is noticed: while it runs, within seconds, and at the next start when it
 * happened, and perhaps was undone again, while nobody looked.
 */
@Databases
class SlotGuardsIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
              Part:
                targets: [{table: parts, columns: {id: {id: id}, text: text}}]
            """;

    private static final String LEGACY = """
            CREATE TABLE "Note" (id text PRIMARY KEY, text text);
            CREATE TABLE "Part" (id text PRIMARY KEY, text text) PARTITION BY RANGE (id);
            CREATE TABLE part_a PARTITION OF "Part" FOR VALUES FROM ('a') TO ('m');
            INSERT INTO "Note" VALUES ('n1', 'one'); INSERT INTO "Part" VALUES ('b1', 'one')""";

    /** What somebody does to the source; the words the refusal must have. All others: the connector's SlotGuardsIT. */
    enum Tampering {
        TABLE_TAKEN_OUT_FOR_A_MOMENT(
                "ALTER PUBLICATION crosswalk_bench DROP TABLE \"Note\"; ALTER PUBLICATION crosswalk_bench ADD TABLE ONLY \"Note\"",
                "\"Note\" was taken out and added again"),
        PARTITION_DETACHED("ALTER TABLE \"Part\" DETACH PARTITION part_a", "was detached or dropped"),
        SLOT_DROPPED("""
                DO $$ BEGIN
                  LOOP
                    PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots
                    WHERE slot_name = 'crosswalk_bench' AND active;
                    BEGIN
                      PERFORM pg_drop_replication_slot('crosswalk_bench');
                      RETURN;
                    EXCEPTION WHEN object_in_use THEN PERFORM pg_sleep(0.01);
                    END;
                  END LOOP;
                END $$""", "is gone");

        final String sql;
        final String words;

        Tampering(String sql, String words) {
            this.sql = sql;
            this.words = words;
        }
    }

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, """
                CREATE TABLE notes (id uuid PRIMARY KEY, text text); CREATE TABLE parts (id uuid PRIMARY KEY, text text)""");
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAtTheNextStart(Tampering tampering) throws Exception {
        try (MigrationBench bench = bench()) {
            bench.streaming().drained();
            awaitMemory();
        }
        awaitFreeSlot();
        MigrationBench.execute(legacy, tampering.sql);
        try (MigrationBench again = bench()) {
            refused(again, tampering);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNoticedWhileRunning(Tampering tampering) throws Exception {
        try (MigrationBench bench = bench()) {
            bench.streaming().drained();
            MigrationBench.execute(legacy, tampering.sql);
            refused(bench, tampering);
        }
    }

    @Test
    void aDiskThatWasPutBackAndASlotThatLostItsWalAreRefused(@TempDir Path folder) throws Exception {
        String rows = "INSERT INTO \"Note\" VALUES (gen_random_uuid()::text, 'x')";
        long beats;
        Database first;
        try (EmbeddedServer server = server(folder.resolve("disk"))) {
            first = server.createDatabase("mortal");
            MigrationBench.execute(first, LEGACY);
            migrateFor(first, 0);
            beats = beats();
        }
        copy(folder.resolve("disk"), folder.resolve("copy"));
        try (EmbeddedServer server = server(folder.resolve("disk"))) {
            migrateFor(again(server, first), beats);
        }
        try (EmbeddedServer server = server(folder.resolve("copy"))) {
            Database restored = again(server, first);
            for (int i = 0; i < 50; i++) {
                MigrationBench.execute(restored, rows);
            }
            try (MigrationBench bench = new MigrationBench(restored, target, MAPPING)) {
                assertThat(bench.failure())
                        .isInstanceOf(SourceException.class)
                        .hasMessageContainingAll("restored from a backup", "crosswalk resync");
            }
        }
        try (EmbeddedServer server = server(folder.resolve("disk"))) {
            Database mortal = again(server, first);
            try (MigrationBench bench = new MigrationBench(mortal, target, MAPPING)) {
                bench.streaming().drained();
                MigrationBench.execute(mortal, "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
                MigrationBench.execute(mortal, "SELECT pg_reload_conf()");
                MigrationBench.execute(target, "UPDATE crosswalk.ledger SET paused = true");
                bench.until("pause", status -> status.phase() == RunPhase.PAUSED);
                for (int i = 0; i < 5; i++) {
                    MigrationBench.execute(mortal, rows + "; SELECT pg_switch_wal()");
                }
                MigrationBench.execute(mortal, "CHECKPOINT");
                assertThat(bench.failure())
                        .isInstanceOf(SourceException.class)
                        .hasMessageContainingAll("is lost", "max_slot_wal_keep_size", "crosswalk resync");
            }
        }
    }

    private static EmbeddedServer server(Path directory) throws IOException {
        return new EmbeddedServer(EmbeddedSettings.temporary(17).withDirectory(directory));
    }

    private static Database again(EmbeddedServer server, Database first) {
        return new Database(first.host(), server.port(), first.name(), first.user(), first.password());
    }

    private void migrateFor(Database mortal, long beats) throws Exception {
        try (MigrationBench bench = new MigrationBench(mortal, target, MAPPING)) {
            bench.streaming().drained();
            await(target, "SELECT 1 FROM crosswalk.known_source WHERE beat > " + beats);
        }
    }

    private long beats() throws Exception {
        return Long.parseLong(MigrationBench.rows(target, "SELECT beat + 2 FROM crosswalk.known_source")
                .get(0));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private MigrationBench bench() {
        return new MigrationBench(legacy, target, MAPPING);
    }

    private static void refused(MigrationBench bench, Tampering tampering) throws Exception {
        assertThat(bench.failure())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining(tampering.words);
    }

    private void awaitMemory() throws Exception {
        await(target, "SELECT 1 FROM crosswalk.known_source WHERE beat > 0");
    }

    private void awaitFreeSlot() throws Exception {
        await(legacy, "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'crosswalk_bench' AND NOT active");
    }

    static void await(Database database, String sql) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (MigrationBench.rows(database, sql).isEmpty()) {
            assertThat(System.nanoTime()).as("deadline for %s", sql).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
