package io.crosswalk.app.migration;

import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.Status;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P4 for the schema while rows are copied: DDL between two chunks is noticed, and what it does to the rows that are left too. */
@Databases
class BackfillDriftIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                drop: [extra]
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
            """;
    private static final int ROWS = 3_000;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        legacy("CREATE TABLE \"Note\" (id text PRIMARY KEY, text text, extra int)");
        legacy("INSERT INTO \"Note\" SELECT 'n' || n, 'text ' || n, n FROM generate_series(1, " + ROWS + ") n");
        legacy("ANALYZE \"Note\"");
        MigrationBench.execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, text text)");
    }

    private void legacy(String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
    }

    private MigrationBench bench(String mapping) {
        return new MigrationBench(legacy, target, mapping);
    }

    private void pause(boolean paused) throws Exception {
        try (Connection connection = target.connect()) {
            new Ledger("bench").pause(connection, paused);
        }
    }

    /** Some chunks are loaded, none is being read, and the others wait. */
    private MigrationBench half(MigrationBench bench) throws Exception {
        try (Connection held = target.connect();
                Statement lock = held.createStatement()) {
            held.setAutoCommit(false);
            lock.execute("LOCK TABLE notes IN SHARE MODE");
            bench.until("a chunk that cannot be written", status -> holds(target, """
                            SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'notes'::regclass"""));
            pause(true);
            bench.until("a pause", status -> status.phase() == RunPhase.PAUSED);
            held.rollback();
        }
        bench.until("chunks that are loaded", status -> holds(target, """
                        SELECT FROM crosswalk.chunks HAVING count(loaded_at) > 0 AND NOT EXISTS (
                            SELECT FROM pg_locks WHERE relation = 'notes'::regclass)"""));
        assertThat(MigrationBench.rows(target, "SELECT FROM crosswalk.chunks WHERE loaded_at IS NULL"))
                .isNotEmpty();
        return bench;
    }

    private static boolean holds(Database database, String query) {
        try {
            return !MigrationBench.rows(database, query).isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> kept() throws Exception {
        return MigrationBench.rows(target, "SELECT finding, verdict FROM crosswalk.drift ORDER BY 1");
    }

    private static List<String> shown(Status status) {
        return status.drift().findings().stream()
                .map(seen -> seen.finding().name() + "|" + seen.finding().verdict())
                .sorted()
                .toList();
    }

    private void assertEqualAfter(String mapping) throws Exception {
        try (MigrationBench again = bench(mapping)) {
            again.streaming();
            legacy("DELETE FROM \"Note\" WHERE id IN ('n1', 'n2900')");
            again.drained();
            assertThat(again.compare().problems()).isEmpty();
        }
        assertThat(MigrationBench.rows(target, "SELECT count(*) FROM notes")).containsExactly(ROWS - 2 + "");
    }

    private void resync(String mapping) throws Exception {
        new Resync(MigrationBench.settings(legacy, target, mapping, 500), new ResyncOptions(false, true, Set.of()))
                .run();
    }

    @Test
    void whatIsHarmlessIsShownWhileRowsAreCopiedAndNoRowIsLost() throws Exception {
        List<String> found = List.of(
                "column-gone:public.Note.extra|CONTINUE",
                "column-new:public.Note.number|NEEDS_MAPPING",
                "column-new:public.Note.phone|NEEDS_MAPPING",
                "column-nulls:public.Note.text|CONTINUE",
                "column-type:public.Note.text|CONTINUE",
                "table-new:public.Fresh|NEEDS_MAPPING");
        try (MigrationBench bench = half(bench(MAPPING))) {
            legacy("ALTER TABLE \"Note\" ADD phone text, ADD number int DEFAULT 7, DROP extra");
            legacy("ALTER TABLE \"Note\" ALTER text TYPE varchar, ALTER text SET NOT NULL");
            legacy("CREATE TABLE \"Fresh\" (id text PRIMARY KEY); INSERT INTO \"Fresh\" VALUES ('f')");
            legacy("UPDATE \"Note\" SET text = 'later', phone = 'x' WHERE id IN ('n2', 'n2800')");
            bench.until("what has changed", status -> shown(status).equals(found));
            assertThat(bench.board().status().phase()).isEqualTo(RunPhase.PAUSED);
            assertThat(kept()).isEqualTo(found);
        }
        // Another process goes on with the chunks that are left.
        pause(false);
        assertEqualAfter(MAPPING);
        assertThat(kept().stream().filter(finding -> !finding.endsWith("CONTINUE")))
                .isEqualTo(found.stream()
                        .filter(finding -> !finding.endsWith("CONTINUE"))
                        .toList());
    }

    @Test
    void whatStopsDoesSoWithoutAnotherChunk() throws Exception {
        try (MigrationBench bench = half(bench(MAPPING))) {
            List<String> loaded = loaded();
            legacy("ALTER TABLE \"Note\" ALTER text TYPE int USING length(text)");
            assertThat(bench.failure())
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContainingAll("column-type:public.Note.text", "crosswalk resync");
            assertThat(loaded()).isEqualTo(loaded);
            assertThat(bench.board().status().drift().open(Verdict.STOPS)).isEqualTo(2);
        }
        pause(false);
        // Nothing goes on by starting it again, and what was not copied is no matter of opinion.
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure()).hasMessageContaining("was rewritten by DDL while its rows were being copied");
            assertThat(again.board().status().drift().stopping().stream()
                            .filter(seen -> !seen.finding().isAcceptable())
                            .map(seen -> seen.finding().name()))
                    .containsExactly("rows-rewritten:public.Note");
        }
        resync(MAPPING);
        assertEqualAfter(MAPPING);
    }

    private List<String> loaded() throws Exception {
        return MigrationBench.rows(
                target, "SELECT table_name, number FROM crosswalk.chunks WHERE loaded_at IS NOT NULL ORDER BY 1, 2");
    }

    /** The readers come to the table before the next look, or after it. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            RENAME text TO body;                       column-renamed:public.Note.text; body;             false
            DROP text;                                 column-gone:public.Note.text;    {constant: gone}; true
            ALTER extra TYPE bigint;                   rows-rewritten:public.Note;      text;             true
            ADD t float DEFAULT random() -> DROP t;    rows-rewritten:public.Note;      text;             true
            """)
    void whatTheRowsThatAreLeftCannotBeReadAfterStopsTheBackfill(
            String ddl, String found, String instead, boolean resynced) throws Exception {
        try (MigrationBench bench = half(bench(MAPPING))) {
            for (String change : ddl.split("->")) {
                legacy("ALTER TABLE \"Note\" " + change);
            }
            pause(false);
            assertThat(bench.failure()).isInstanceOf(SourceException.class).hasMessageContaining(found);
        }
        assertThat(kept()).contains(found + "|STOPS");
        assertThat(MigrationBench.rows(target, "SELECT phase FROM crosswalk.ledger"))
                .containsExactly("BACKFILL");
        assertThat(MigrationBench.rows(target, "SELECT id FROM notes WHERE text IS NULL"))
                .isEmpty();
        String mapping = MAPPING.replace("text: text", "text: " + instead);
        if (!mapping.equals(MAPPING)) {
            bench(mapping).streaming().close();
        }
        if (resynced) {
            resync(mapping);
        }
        assertEqualAfter(mapping);
    }

    @Test
    void ddlBetweenTwoProcessesThatCopyIsFoundAtTheStart() throws Exception {
        half(bench(MAPPING)).close();
        List<String> loaded = loaded();
        legacy("ALTER TABLE \"Note\" ADD t float DEFAULT random()");
        pause(false);
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("rows-rewritten:public.Note, ");
        }
        assertThat(loaded()).isEqualTo(loaded);
        resync(MAPPING);
        assertEqualAfter(MAPPING);
    }
}
