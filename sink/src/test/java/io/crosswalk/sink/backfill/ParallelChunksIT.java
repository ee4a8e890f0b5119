package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.quarantine.PayloadCipher;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;

/** Rows of one table that refer to each other by ids which are recorded with the rows, in chunks that are loaded at the same time. */
@Databases
class ParallelChunksIT {

    private static final TableId LEGACY = new TableId("legacy", "Node");
    private static final TableId NODES = new TableId("public", "nodes");
    private static final Columns COLUMNS = Columns.of("id", "parent_id");
    private static final Columns ID = Columns.of("id");
    private static final Chunk FIRST = new Chunk(LEGACY, 0, null, "m");
    private static final Chunk SECOND = new Chunk(LEGACY, 1, "m", null);
    private static final TargetTable TABLE = new TargetTable(
            NODES,
            COLUMNS,
            ID,
            Optional.of("Node"),
            Optional.empty(),
            List.of(),
            Set.of(IdMappings.TABLE),
            Map.of(),
            true,
            List.of(new ParentReference(
                    "parent_id", IdMappings.TABLE, IdMappings.NEW_ID, Optional.of("Node"), Lookup.Absence.QUARANTINE)),
            List.of(),
            Optional.empty());

    private SinkBench bench;
    private SinkSettings settings;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
        bench.execute("CREATE TABLE nodes (id uuid PRIMARY KEY, parent_id uuid)");
        settings =
                new SinkSettings("bench", bench.address(), List.of(TABLE), Duration.ofSeconds(20), PayloadCipher.NONE);
        settings.seat().sign(bench.connection);
        new ChunkLedger("bench").plan(bench.connection, List.of(FIRST, SECOND));
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    /** Both write before either commits. */
    private void loadTogether(List<Change> first, List<Change> second) throws Exception {
        try (ChunkLoader one = ChunkLoader.open(settings, bench.catalog());
                ChunkLoader other = ChunkLoader.open(settings, bench.catalog())) {
            one.load(FIRST, new Position(900), portions -> {
                portions.write(first);
                try {
                    other.load(SECOND, new Position(900), others -> {
                        others.write(second);
                        return second.size();
                    });
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return first.size();
            });
        }
    }

    private void settle() throws SQLException {
        new BackfillSettlement(settings, bench.catalog()).run(true);
    }

    @Test
    void rowsWhoseParentsCameInTheOtherChunkAreThereWhenTheBackfillIsOver() throws Exception {
        loadTogether(
                List.of(node("a1", 1, "b2"), node("a3", 3, "b4"), node("a5", 5, null)),
                List.of(node("b2", 2, "a3"), node("b4", 4, "a5")));
        assertThat(bench.rows("SELECT count(*) FROM nodes")).containsExactly("1");

        settle();

        assertThat(bench.rows("SELECT c.id, p.id FROM nodes c LEFT JOIN nodes p ON p.id = c.parent_id ORDER BY 1"))
                .containsExactly(
                        uuid(1) + "|" + uuid(2),
                        uuid(2) + "|" + uuid(3),
                        uuid(3) + "|" + uuid(4),
                        uuid(4) + "|" + uuid(5),
                        uuid(5) + "|null");
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void oneOfTheRowsThatClaimAnIdHasItWhenTheBackfillIsOver() throws Exception {
        loadTogether(
                List.of(node("a1", 1, "a2"), node("a2", 1, "b3")), List.of(node("b3", 3, null), node("b4", 1, "a1")));
        assertThat(bench.rows("SELECT id FROM nodes")).containsExactly(uuid(3));

        settle();

        assertThat(bench.rows("SELECT old_id, new_id FROM crosswalk.id_mappings JOIN nodes ON id = new_id ORDER BY 1"))
                .containsExactly("a2|" + uuid(1), "b3|" + uuid(3));
        assertThat(bench.rows("SELECT source_key FROM crosswalk.quarantine ORDER BY 1"))
                .containsExactly("a1", "b4");
    }

    @Test
    void manyRowsThatWaitAreAllTried() throws Exception {
        List<Change> children = new ArrayList<>();
        List<Change> parents = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            children.add(node("a" + i, 10_000 + i, "b" + i));
            parents.add(node("b" + i, 20_000 + i, null));
        }
        children.add(node("orphan", 1, "nobody"));
        loadTogether(children, parents);

        settle();

        assertThat(bench.rows("SELECT count(*) FROM nodes")).containsExactly("2400");
        assertThat(bench.rows("SELECT source_key FROM crosswalk.quarantine")).containsExactly("orphan");
    }

    private static Change node(String legacyId, int id, @Nullable String parent) {
        Row row = Row.of(COLUMNS, recorded(legacyId, uuid(id)), parent == null ? null : recorded(parent, null));
        return new Change.Upsert(
                NODES, Operation.INSERT, Key.of(ID, recorded(legacyId, null)), null, row, new Origin(LEGACY, legacyId));
    }

    private static Lookup recorded(String legacyId, @Nullable String id) {
        return new Lookup(
                IdMappings.TABLE, IdMappings.NEW_ID, IdMappings.key("Node", legacyId), id, Lookup.Absence.QUARANTINE);
    }
}
