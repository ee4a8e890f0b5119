package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.progress.LoadedChunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.sink.backfill.ChunkLoader.Loaded;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

import static io.crosswalk.sink.SinkBench.board;
import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class ChunkLoaderIT {

    private static final TableId CLINIC = new TableId("legacy", "Clinic");
    private static final Chunk FIRST = new Chunk(CLINIC, 0, null, "c5");
    private static final Chunk SECOND = new Chunk(CLINIC, 1, "c5", null);
    private static final Position SNAPSHOT = new Position(900);

    private final ChunkLedger ledger = new ChunkLedger("bench");
    private SinkBench bench;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
        ledger.plan(bench.connection, List.of(FIRST, SECOND));
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    private Loaded load(Chunk chunk, Change... changes) throws SQLException, InterruptedException {
        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            return load(loader, chunk, changes);
        }
    }

    private static Loaded load(ChunkLoader loader, Chunk chunk, Change... changes)
            throws SQLException, InterruptedException {
        return loader.load(chunk, SNAPSHOT, portions -> {
            for (Change change : changes) {
                portions.write(List.of(change));
            }
            return changes.length;
        });
    }

    @Test
    void rowsIdsAndTheEntryOfTheChunkArriveTogether() throws Exception {
        Loaded loaded = load(FIRST, clinic(1, "North", "n"), clinic(2, "tab\tback\\slash", null));

        assertThat(loaded).isEqualTo(new Loaded(2, 2, 0, 0));
        assertThat(bench.rows("SELECT name, code FROM clinics ORDER BY 1"))
                .containsExactly("North|n", "tab\tback\\slash|null");
        assertThat(bench.rows("SELECT old_id, new_id FROM crosswalk.id_mappings ORDER BY 1"))
                .containsExactly("c1|" + uuid(1), "c2|" + uuid(2));
        assertThat(ledger.loaded(bench.connection)).containsExactly(new LoadedChunk(FIRST, SNAPSHOT, 2));
        assertThat(ledger.open(bench.connection)).containsExactly(SECOND);
    }

    @Test
    void aChunkThatFailsHalfwayLeavesNothing() throws Exception {
        ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog());
        assertThatThrownBy(() -> loader.load(FIRST, SNAPSHOT, portions -> {
                    portions.write(List.of(clinic(1, "North", null)));
                    throw new SQLException("the legacy server went away", "08006");
                }))
                .hasMessage("the legacy server went away");

        assertThat(bench.rows("SELECT 1 FROM clinics UNION ALL SELECT 1 FROM crosswalk.id_mappings"))
                .isEmpty();
        assertThat(ledger.open(bench.connection)).containsExactly(FIRST, SECOND);
        assertThatThrownBy(() -> load(loader, SECOND)).isInstanceOf(SQLException.class);
        assertThat(load(FIRST, clinic(1, "North", null)).rows()).isEqualTo(1);
    }

    @Test
    void aChunkThatIsLoadedTwiceIsLoadedOnce() throws Exception {
        load(FIRST, clinic(1, "North", null));
        bench.execute("UPDATE clinics SET name = 'touched'");

        assertThat(load(FIRST, clinic(1, "again", null), clinic(2, "South", null)))
                .isEqualTo(new Loaded(0, 0, 0, 0));

        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly("touched");
        assertThat(ledger.loaded(bench.connection)).containsExactly(new LoadedChunk(FIRST, SNAPSHOT, 1));
    }

    @Test
    void aLoaderGoesOnAfterAChunkThatSomebodyElseHasLoaded() throws Exception {
        load(FIRST, clinic(1, "North", null));
        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            load(loader, FIRST, clinic(1, "again", null));
            load(loader, SECOND, clinic(6, "South", null));
        }

        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("North", "South");
        assertThat(ledger.open(bench.connection)).isEmpty();
    }

    @Test
    void aRowThatTheTargetRefusesIsSetAsideAndTheOthersOfItsPortionGoIn() throws Exception {
        Loaded loaded;
        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            loaded = loader.load(FIRST, SNAPSHOT, portions -> {
                portions.write(List.of(
                        clinic(1, "North", null),
                        clinic(2, "a name of far more than twenty characters", null),
                        clinic(3, null, null),
                        clinic(4, "South", null)));
                return 4;
            });
        }

        assertThat(loaded).isEqualTo(new Loaded(4, 2, 2, 2));
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("North", "South");
        assertThat(bench.rows("SELECT source_key, reason FROM crosswalk.quarantine ORDER BY 1"))
                .containsExactly(
                        "c2|a text is too long (SQLState 22001)",
                        "c3|a required column is null in table clinics, column name (SQLState 23502)");
    }

    @Test
    void aRowWithoutItsParentIsSetAsideAndReleasedByALaterChunk() throws Exception {
        load(FIRST, changes(clinic(1, "North", null), board(7, 5, "t")));
        assertThat(bench.quarantined()).containsOnlyKeys("public.boards");

        load(SECOND, changes(user(5, "a@x", 1)));

        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT clinic_id FROM boards")).containsExactly(uuid(1));
    }

    @Test
    void twoRowsWithOneUniqueValueDoNotStopTheChunk() throws Exception {
        assertThat(load(FIRST, clinic(1, "North", "n"), clinic(2, "South", "n")).setAside())
                .isEqualTo(1);

        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly("North");
        assertThat(bench.quarantined()).containsEntry("public.clinics", 1L);
    }

    @Test
    void aPlanIsWrittenDownOnce() throws Exception {
        load(FIRST, clinic(1, "North", null));

        ledger.plan(bench.connection, List.of(new Chunk(CLINIC, 0, "other", "bounds"), new Chunk(CLINIC, 2, "x", "y")));

        assertThat(ledger.open(bench.connection)).containsExactly(SECOND, new Chunk(CLINIC, 2, "x", "y"));
        assertThat(ledger.loaded(bench.connection)).containsExactly(new LoadedChunk(FIRST, SNAPSHOT, 1));
        assertThat(new ChunkLedger("another").open(bench.connection)).isEmpty();
    }
}
