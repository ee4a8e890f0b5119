package io.crosswalk.app.migration;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.operations.quarantine.QuarantineRequests;
import io.crosswalk.operations.quarantine.Refusals;
import io.crosswalk.operations.quarantine.Selection;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/** A few bad rows do not stop good ones; very many end the run, and every later one, until somebody has acted. */
@Databases
class QuarantineLimitIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
              Remark:
                targets: [{table: remarks, columns: {id: {id: id}, note_id: {id: noteId, of: Note}}}]
            """;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, """
                CREATE TABLE "Note" (id text PRIMARY KEY, text text);
                CREATE TABLE "Remark" (id text PRIMARY KEY, "noteId" text)""");
        MigrationBench.execute(target, """
                CREATE TABLE notes (id uuid PRIMARY KEY, text varchar(10));
                CREATE TABLE remarks (id uuid PRIMARY KEY, note_id uuid)""");
    }

    private MigrationBench bench(long maxRows, int maxPercent, int percentOf) {
        return new MigrationBench(MigrationBench.settings(legacy, target, MAPPING, 100)
                .withQuarantine(new QuarantineLimits(maxRows, maxPercent, percentOf)));
    }

    private void notes(String prefix, int count, String text) throws Exception {
        MigrationBench.execute(
                legacy,
                "INSERT INTO \"Note\" SELECT '" + prefix + "' || g, '" + text + "' FROM generate_series(1, " + count
                        + ") g");
    }

    private String counts() throws Exception {
        return MigrationBench.rows(
                        target,
                        "SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM crosswalk.quarantine WHERE waived_at IS NULL)")
                .get(0);
    }

    private static void assertStopped(MigrationBench bench, String... says) throws Exception {
        assertThat(bench.failure())
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContainingAll(says)
                .hasMessageContainingAll(
                        "crosswalk quarantine list",
                        "crosswalk quarantine retry",
                        "crosswalk quarantine waive",
                        "raise the limit",
                        "a text is too long (SQLState 22001)")
                .hasMessageNotContaining("too long for it");
    }

    @Test
    void theBackfillStopsWhereTooManyRowsWaitAndSoDoesEveryLaterStart() throws Exception {
        notes("good", 50, "short");
        notes("bad", 300, "much too long for it");
        try (MigrationBench bench = bench(100, 0, 10)) {
            assertStopped(bench, "quarantine.max_rows", "over the limit of 100 ", "public.notes ");
        }
        String stopped = counts();
        notes("later", 5, "short");
        try (MigrationBench bench = bench(100, 0, 10)) {
            assertStopped(bench, "quarantine.max_rows");
        }
        assertThat(counts()).isEqualTo(stopped);
        assertThat(MigrationBench.rows(target, "SELECT last_failure FROM crosswalk.ledger")
                        .get(0))
                .contains("quarantine.max_rows");

        waive();
        try (MigrationBench bench = bench(400, 0, 10)) {
            bench.streaming().drained();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM notes"))
                    .containsExactly("55");
        }
    }

    private void waive() throws Exception {
        try (Connection connection = target.connect()) {
            new QuarantineRequests(connection, "bench").waive(Selection.ALL, "somebody", "they may go");
        }
    }

    @Test
    void aShareOfRefusedRowsEndsTheBackfillUntilTheTargetIsMended() throws Exception {
        notes("bad", 400, "much too long for it");
        try (MigrationBench bench = bench(0, 30, 200)) {
            assertStopped(bench, "quarantine.max_percent", "more than 30 per cent");
        }
        String stopped = counts();
        try (MigrationBench bench = bench(0, 30, 200)) {
            assertStopped(bench, "quarantine.max_percent");
        }
        assertThat(counts()).isEqualTo(stopped).doesNotEndWith("|400");

        MigrationBench.execute(target, "ALTER TABLE notes ALTER text TYPE text");
        waive();
        try (MigrationBench bench = bench(0, 30, 200)) {
            bench.streaming().drained();
            // The rows of the quarantine are tried again with the first batch after the moment of consistency.
            SlotGuardsIT.await(target, "SELECT 1 FROM notes HAVING count(*) = 400");
        }
    }

    @Test
    void theStreamSurvivesAFewBadRowsAndStopsAtMany() throws Exception {
        notes("good", 300, "short");
        try (MigrationBench bench = bench(0, 20, 100)) {
            bench.streaming();
            notes("few", 15, "much too long for it");
            notes("between", 50, "short");
            bench.drained();
            bench.until("all refusals are counted", status -> status.refusals().refused() == 15);
            assertThat(bench.board().status().quarantineLimits().maxPercent()).isEqualTo(20);

            notes("many", 50, "much too long for it");
            assertStopped(bench, "quarantine.max_percent");
        }
        assertThat(counts()).isEqualTo("350|65");
        notes("later", 1, "short");
        try (MigrationBench bench = bench(60, 0, 100)) {
            assertStopped(bench, "65 rows wait", "over the limit of 60 ");
        }
        assertThat(counts()).isEqualTo("350|65");
        waive();
        try (MigrationBench bench = bench(60, 20, 100)) {
            bench.streaming().drained();
            assertThat(counts()).isEqualTo("351|0");
        }
    }

    @Test
    void theShareIsCountedAcrossRunsThatEndTooSoon() throws Exception {
        notes("good", 30, "short");
        notes("bad", 20, "much too long for it");
        bench(0, 20, 100).streaming().drained().close();
        try (MigrationBench bench = bench(0, 20, 100)) {
            bench.streaming();
            notes("more", 15, "short");
            notes("worse", 15, "much too long for it");
            bench.until("all rows counted", status -> status.refusals().equals(new Refusals(80, 35)));
        }
        // None of the runs has seen a hundred rows.
        try (MigrationBench bench = bench(0, 20, 100)) {
            bench.streaming();
            notes("last", 15, "short");
            notes("worst", 15, "much too long for it");
            assertStopped(bench, "50 of 110 rows were refused", "quarantine.max_percent");
        }
        try (MigrationBench bench = bench(0, 20, 100)) {
            assertStopped(bench, "quarantine.max_percent");
        }
        waive();
        try (MigrationBench bench = bench(0, 20, 100)) {
            bench.streaming();
            notes("after", 2, "much too long for it");
            bench.until("what was waived left out", status -> status.refusals().refused() == 2);
        }
    }

    @Test
    void rowsThatWaitForOthersAreJudgedWhenAllHasArrived() throws Exception {
        MigrationBench.execute(
                legacy,
                "INSERT INTO \"Remark\" SELECT 'r' || g, CASE WHEN g > 350 THEN 'none' END FROM generate_series(1, 400) g");
        try (MigrationBench bench = bench(0, 20, 100)) {
            bench.streaming();
            MigrationBench.execute(
                    legacy, "INSERT INTO \"Remark\" SELECT 's' || g, 'none' FROM generate_series(1, 300) g");
            bench.drained();
            assertThat(counts()).isEqualTo("0|350");
        }
        assertThat(MigrationBench.rows(target, "SELECT count(*) FROM remarks")).containsExactly("350");
    }

    @Test
    void aBackfillOfWhichMostRowsLackTheirParentsEnds() throws Exception {
        MigrationBench.execute(legacy, "INSERT INTO \"Remark\" SELECT 's' || g, 'none' FROM generate_series(1, 300) g");
        for (int start = 0; start < 2; start++) {
            try (MigrationBench bench = bench(0, 20, 100)) {
                assertThat(bench.failure()).hasMessageContainingAll("300 of 300 rows", "quarantine.max_percent");
            }
        }
    }
}
