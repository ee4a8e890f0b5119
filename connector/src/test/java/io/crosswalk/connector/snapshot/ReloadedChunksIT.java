package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.RecordingHandler;
import io.crosswalk.connector.RunningSource;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What a newer snapshot holds already does not come again through the stream. */
@Databases
class ReloadedChunksIT {

    private static final TableId T = new TableId("public", "t");
    private static final Columns KEY = Columns.of("id");

    // In this collation 'B' comes after 'a': the chunk from 'a' to 'c' holds it, byte order would not.
    private static final String TABLE = "CREATE COLLATION people (provider = icu, locale = 'en');"
            + "CREATE TABLE t (id text COLLATE people PRIMARY KEY, v int)";

    private static Key key(String id) {
        return Key.of(KEY, id);
    }

    private static RecordingHandler stream(PreparedSource source, List<LoadedChunk> reloaded) throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (SourceProbe probe = new SourceProbe(source.settings);
                RunningSource ignored = source.run(source.slot.createdAt(), reloaded, handler)) {
            probe.emit(new Marker("end"));
            handler.awaitMarker("end");
        }
        return handler;
    }

    @Test
    void changesOfReloadedKeysUpToTheSnapshotAreLeftOutAndLaterOnesAreNot(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLE)) {
            source.execute(
                    "INSERT INTO t VALUES ('B', 1), ('d', 1), ('e', 1), ('a1', 1), ('a2', 1)",
                    "UPDATE t SET id = 'b2' WHERE id = 'd'",
                    "UPDATE t SET id = 'f' WHERE id = 'a1'",
                    "UPDATE t SET id = 'a3' WHERE id = 'a2'",
                    "DELETE FROM t WHERE id = 'e'");
            List<LoadedChunk> reloaded;
            try (Snapshot snapshot = Snapshot.temporary(source.settings)) {
                reloaded = List.of(new LoadedChunk(new Chunk(T, 1, "a", "c"), snapshot.position(), 3));
            }
            source.execute("UPDATE t SET v = 2 WHERE id = 'B'");
            List<Change> changes = stream(source, reloaded).changes();
            assertThat(changes)
                    .extracting(c -> c.operation() + " " + (c instanceof Upsert u ? u.key() : ((Delete) c).key()))
                    .containsExactly(
                            "INSERT id=d", "INSERT id=e", "DELETE id=d", "UPDATE id=f", "DELETE id=e", "UPDATE id=B");
            assertThat(((Upsert) changes.get(3)).formerKey()).isNull();
            assertThat(changes.get(2)).isEqualTo(new Delete(T, key("d"), null));
        }
    }

    @Test
    void aBigTransactionBeforeTheSnapshotIsLeftOutToo(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLE)) {
            source.settings = source.settings.withPieceChanges(100);
            source.execute("INSERT INTO t SELECT n, n FROM generate_series(1, 1000) n");
            List<LoadedChunk> reloaded;
            try (Snapshot snapshot = Snapshot.temporary(source.settings)) {
                reloaded = List.of(new LoadedChunk(new Chunk(T, 0, null, "5"), snapshot.position(), 3));
            }
            source.execute("INSERT INTO t SELECT n, n FROM generate_series(1001, 1500) n");
            List<Change> changes = stream(source, reloaded).changes();
            assertThat(changes.stream()
                            .map(c -> ((Upsert) c).row().value("v").toString())
                            .map(Integer::valueOf))
                    .filteredOn(v -> v <= 1000)
                    .allMatch(v -> v.toString().compareTo("5") >= 0)
                    .hasSize(5 * 111);
            assertThat(changes).hasSize(5 * 111 + 500).doesNotHaveDuplicates();
        }
    }

    @Test
    void aTruncateBetweenTheChunksOfATableCannotBeUndoneAndIsRefused(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLE)) {
            source.execute("INSERT INTO t VALUES ('a', 1)", "TRUNCATE t");
            List<LoadedChunk> whole;
            List<LoadedChunk> half;
            try (Snapshot snapshot = Snapshot.temporary(source.settings)) {
                LoadedChunk low = new LoadedChunk(new Chunk(T, 0, null, "m"), snapshot.position(), 0);
                LoadedChunk high = new LoadedChunk(new Chunk(T, 1, "m", null), snapshot.position(), 0);
                whole = List.of(low, high);
                half = List.of(low);
            }
            RunningSource refused =
                    source.run(source.slot.createdAt(), half, new RecordingHandler().durableIf(batch -> false));
            assertThat(refused.failure()).isInstanceOf(SourceException.class).hasMessageContaining("crosswalk resync");
            assertThat(stream(source, whole).changes()).isEmpty();
        }
    }
}
