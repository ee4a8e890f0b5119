package io.crosswalk.app.migration;

import io.crosswalk.operations.drift.finding.SeenFinding;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.SourceException;
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

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P4 for the schema: DDL on the legacy side is noticed before it does harm, while the stream runs and while nothing runs. */
@Databases
class DriftMigrationIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text, mood: {map: {sad: "0", glad: "1"}, from: mood}}}]
            """;

    private static final String TEXTS =
            "SELECT crosswalk.cuid_of(id) || ' ' || coalesce(text, 'NULL') FROM notes ORDER BY 1";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        legacy("CREATE TYPE mood AS ENUM ('sad', 'glad')");
        legacy("CREATE TABLE \"Note\" (id text PRIMARY KEY, text text, mood mood DEFAULT 'sad', extra int)");
        MigrationBench.execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, text text, mood text)");
        insert(1);
    }

    private MigrationBench bench(String mapping) {
        return new MigrationBench(legacy, target, mapping);
    }

    private static String withDrop(String columns) {
        return MAPPING.replace("    targets:", "    drop: [" + columns + "]\n    targets:");
    }

    private static final String EXTRA_DROPPED = withDrop("extra");

    private void legacy(String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
    }

    private void insert(int number) throws Exception {
        legacy(row(number));
    }

    private static String row(int number) {
        return "INSERT INTO \"Note\" (id, text) VALUES ('" + id(number) + "', 'n" + number + "')";
    }

    private static String id(int number) {
        return "cl000000000000000000000%02d".formatted(number);
    }

    private static String text(int number) {
        return id(number) + " n" + number;
    }

    private List<String> texts() throws Exception {
        return MigrationBench.rows(target, TEXTS);
    }

    private List<String> kept() throws Exception {
        return MigrationBench.rows(target, "SELECT finding, verdict FROM crosswalk.drift ORDER BY 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ALTER TABLE "Note" ADD phone text; column-new:public.Note.phone|NEEDS_MAPPING
            ALTER TABLE "Note" ADD token text DEFAULT gen_random_uuid()::text; column-new:public.Note.token|NEEDS_MAPPING
            ALTER TABLE "Note" DROP extra; column-gone:public.Note.extra|CONTINUE
            ALTER TABLE "Note" ALTER text SET DEFAULT 'x'; column-default:public.Note.text|CONTINUE
            ALTER TABLE "Note" ALTER text SET NOT NULL; column-nulls:public.Note.text|CONTINUE
            ALTER TABLE "Note" ALTER text TYPE varchar; column-type:public.Note.text|CONTINUE
            """)
    void whatIsHarmlessIsShownAndNoRowIsLost(String ddl, String found) throws Exception {
        try (MigrationBench bench = bench(EXTRA_DROPPED)) {
            bench.streaming();
            insert(2);
            legacy("BEGIN; " + row(3) + "; " + ddl + "; " + row(4) + "; COMMIT");
            insert(5);
            bench.drained();

            assertThat(texts()).containsExactly(text(1), text(2), text(3), text(4), text(5));
            assertThat(kept()).containsExactly(found);
            assertThat(bench.board().status().drift().findings())
                    .extracting(
                            seen -> seen.finding().name() + "|" + seen.finding().verdict())
                    .containsExactly(found);
        }
        // The same mapping goes on: nothing that is merely new keeps it from starting again.
        try (MigrationBench again = bench(EXTRA_DROPPED)) {
            again.streaming();
            insert(6);
            again.drained();
            assertThat(texts()).endsWith(text(6));
            assertThat(again.compare().problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ALTER TABLE "Note" DROP text; column-gone:public.Note.text; was dropped
            ALTER TABLE "Note" RENAME text TO body; column-renamed:public.Note.text; was renamed to body
            ALTER TABLE "Note" DROP text, ADD text text; column-remade:public.Note.text; was dropped and made again
            """)
    void aMappedColumnThatGoesStopsTheStreamRightThere(String ddl, String found, String words) throws Exception {
        String insert = "INSERT INTO \"Note\" (id) VALUES ('" + id(4) + "')";
        try (MigrationBench bench = bench(EXTRA_DROPPED)) {
            bench.streaming();
            insert(2);
            legacy("BEGIN; " + row(3) + "; " + ddl + "; " + insert + "; COMMIT");
            assertThat(bench.failure())
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContaining("public.Note.text " + words)
                    .hasMessageContaining(found);
        }
        assertThat(kept()).containsExactly(found + "|STOPS");
        assertThat(texts()).startsWith(text(1), text(2)).noneMatch(row -> row.endsWith("NULL"));
        // Nothing goes on by starting it again.
        try (MigrationBench again = bench(EXTRA_DROPPED)) {
            assertThat(again.failure()).isInstanceOf(SourceException.class).hasMessageContaining(found);
        }
    }

    @Test
    void aRenamedColumnIsFollowedOnceTheMappingKnowsItsNewName() throws Exception {
        try (MigrationBench bench = bench(EXTRA_DROPPED)) {
            bench.streaming();
        }
        insert(2);
        legacy("BEGIN; " + row(3) + "; ALTER TABLE \"Note\" RENAME text TO body; COMMIT");
        legacy(row(4).replace("(id, text)", "(id, body)"));
        try (MigrationBench stopped = bench(EXTRA_DROPPED)) {
            assertThat(stopped.failure()).hasMessageContaining("was renamed to body");
        }
        try (MigrationBench again = bench(EXTRA_DROPPED.replace("text: text", "text: body"))) {
            again.streaming().drained();
            assertThat(texts()).containsExactly(text(1), text(2), text(3), text(4));
            assertThat(kept()).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.quarantine"))
                    .containsExactly("0");
        }
        // Another change of the mapping is still none that may be made in the middle.
        try (MigrationBench other = bench(EXTRA_DROPPED.replace("text: text", "text: {lower: body}"))) {
            assertThat(other.failure()).hasMessageContaining("the mapping has changed");
        }
    }

    @Test
    void ddlWhileNothingRanIsFoundAtTheNextStart() throws Exception {
        try (MigrationBench bench = bench(EXTRA_DROPPED)) {
            bench.streaming();
        }
        legacy("ALTER TABLE \"Note\" ALTER text TYPE text USING upper(text)");
        legacy("CREATE TABLE \"Fresh\" (id text PRIMARY KEY)");
        String rewritten = "rows-rewritten:public.Note.text";
        try (MigrationBench stopped = bench(EXTRA_DROPPED)) {
            assertThat(stopped.failure()).hasMessageContaining("rewritten").hasMessageContaining(rewritten);
        }
        assertThat(kept()).containsExactly(rewritten + "|STOPS", "table-new:public.Fresh|NEEDS_MAPPING");
        MigrationBench.execute(
                target, "UPDATE crosswalk.drift SET accepted_at = now(), accepted_by = 'me' WHERE verdict = 'STOPS'");
        try (MigrationBench again = bench(EXTRA_DROPPED)) {
            again.streaming().drained();
            assertThat(again.board().status().drift().blockingCutover())
                    .extracting(seen -> seen.finding().name())
                    .containsExactly("table-new:public.Fresh");
        }
        try (MigrationBench skipped = bench(EXTRA_DROPPED + "  Fresh: {skip: true}\n")) {
            skipped.streaming();
            assertThat(kept()).containsExactly(rewritten + "|STOPS");
        }
    }

    @Test
    void rewritingByVacuumIsNoDriftAndOneByDdlStopsWithoutARow() throws Exception {
        try (MigrationBench bench = bench(EXTRA_DROPPED)) {
            bench.streaming();
            legacy("VACUUM FULL \"Note\"");
            legacy("CLUSTER \"Note\" USING \"Note_pkey\"");
            legacy("CREATE INDEX ON \"Note\" (text)");
            insert(2);
            bench.drained();
            assertThat(kept()).isEmpty();
            legacy("ALTER TYPE mood ADD VALUE 'odd'");
            bench.until(
                    "a label without a value",
                    status -> status.drift().findings().stream()
                            .map(SeenFinding::finding)
                            .anyMatch(finding -> finding.verdict() == Verdict.NEEDS_MAPPING
                                    && finding.name().equals("label-new:public.Note.mood")));
            legacy("ALTER TABLE \"Note\" ALTER text TYPE text USING upper(text)");
            assertThat(bench.failure()).hasMessageContaining("public.Note.text was altered and its table rewritten");
        }
    }

    @Test
    void aTableThatIsRewrittenUnderTheBackfillIsNotTakenForWhole() throws Exception {
        legacy("INSERT INTO \"Note\" (id, text) SELECT 'x' || n, 'x' FROM generate_series(1, 20000) n; ANALYZE");
        try (Connection held = target.connect();
                Statement lock = held.createStatement()) {
            held.setAutoCommit(false);
            lock.execute("LOCK TABLE notes IN SHARE MODE");
            try (MigrationBench bench = bench(EXTRA_DROPPED)) {
                // Read and not yet written: between two chunks no reader holds the legacy table.
                bench.until("a chunk that cannot be written", status -> isWaiting(target, "notes"));
                legacy("ALTER TABLE \"Note\" ADD token text DEFAULT gen_random_uuid()::text");
                held.rollback();
                assertThat(bench.failure())
                        .hasMessageContaining("was rewritten by DDL while its rows were being copied");
            }
        }
    }

    private static boolean isWaiting(Database database, String table) {
        try {
            return !MigrationBench.rows(
                            database,
                            "SELECT pid FROM pg_locks WHERE NOT granted AND relation = to_regclass('" + table + "')")
                    .isEmpty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
