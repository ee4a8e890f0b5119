package io.crosswalk.app.migration;

import io.crosswalk.app.resync.Resync;
import io.crosswalk.app.resync.ResyncOptions;
import io.crosswalk.operations.drift.DriftLedger;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P4 for the schema, from the DDL to the way out: what stops the stream, and how both sides become equal again. */
@Databases
class StreamedDriftIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text, number: number}}]
            """;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        legacy("CREATE TABLE \"Note\" (id text PRIMARY KEY, text text, number int NOT NULL)");
        legacy("INSERT INTO \"Note\" SELECT 'n' || n, n::text, n FROM generate_series(1, 5) n");
        MigrationBench.execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, text text, number text)");
    }

    private void legacy(String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
    }

    private MigrationBench bench(String mapping) {
        return new MigrationBench(legacy, target, mapping);
    }

    /** Streams, is stopped by DDL, and has taken what was committed before. */
    private void stops(String ddl, String after, String... says) throws Exception {
        try (MigrationBench bench = bench(MAPPING)) {
            bench.streaming();
            legacy("INSERT INTO \"Note\" VALUES ('before', '6', 6)");
            // The DDL comes with the first row after it: nobody has looked in between.
            legacy(ddl + "; " + after);
            assertThat(bench.failure())
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContainingAll(says);
        }
        assertThat(MigrationBench.rows(target, "SELECT number FROM notes ORDER BY 1"))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    private void goesOn(String mapping, String change) throws Exception {
        try (MigrationBench bench = bench(mapping)) {
            bench.streaming();
            legacy(change);
            bench.drained();
            assertThat(bench.compare().problems()).isEmpty();
        }
        assertThat(MigrationBench.rows(target, "SELECT count(*) FROM crosswalk.quarantine"))
                .containsExactly("0");
    }

    private void resync(String mapping) throws Exception {
        new Resync(MigrationBench.settings(legacy, target, mapping, 500), new ResyncOptions(false, true, Set.of()))
                .run();
    }

    private void accept(String finding) throws Exception {
        try (Connection connection = target.connect()) {
            assertThat(new DriftLedger("bench").accept(connection, finding, "ana", "compared"))
                    .isTrue();
        }
    }

    private List<String> notes() throws Exception {
        return MigrationBench.rows(target, "SELECT text, number FROM notes ORDER BY number");
    }

    @Test
    void aDroppedColumnIsReplacedInTheMappingAndAResyncMakesBothSidesEqual() throws Exception {
        stops(
                "ALTER TABLE \"Note\" DROP text",
                "INSERT INTO \"Note\" VALUES ('after', 7)",
                "public.Note.text was dropped. Correct the mapping",
                "column-gone:public.Note.text");
        String mapping = MAPPING.replace("text: text", "text: {constant: gone}");
        try (MigrationBench bench = bench(mapping)) {
            bench.streaming().drained();
        }
        assertThat(notes()).contains("1|1", "6|6", "gone|7");
        resync(mapping);
        goesOn(mapping, "UPDATE \"Note\" SET number = 8 WHERE id = 'after'; DELETE FROM \"Note\" WHERE id = 'n1'");
        assertThat(notes()).containsExactly("gone|2", "gone|3", "gone|4", "gone|5", "gone|6", "gone|8");
    }

    @Test
    void aTypeThatRewritesRowsStopsTheStreamAndAResyncCopiesWhatDiffers() throws Exception {
        stops(
                "ALTER TABLE \"Note\" ALTER text TYPE int USING text::int * 10",
                "INSERT INTO \"Note\" VALUES ('after', 70, 7)",
                "public.Note.text has another type: integer instead of text, and its rows were rewritten",
                "crosswalk resync",
                "column-type:public.Note.text");
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure()).hasMessageContaining("column-type:public.Note.text");
        }
        resync(MAPPING);
        goesOn(MAPPING, "UPDATE \"Note\" SET text = 80 WHERE id = 'after'");
        assertThat(notes()).containsExactly("10|1", "20|2", "30|3", "40|4", "50|5", "60|6", "80|7");
        assertThat(MigrationBench.rows(target, "SELECT finding FROM crosswalk.drift"))
                .isEmpty();
    }

    @Test
    void aTypeWhoseValuesStayTheSameIsAcceptedAndTheNextRewriteIsNot() throws Exception {
        String finding = "column-type:public.Note.number";
        stops(
                "ALTER TABLE \"Note\" ALTER number TYPE text",
                "INSERT INTO \"Note\" VALUES ('after', '7', 'seven')",
                "public.Note.number has another type: text instead of integer",
                finding);
        accept(finding);
        goesOn(MAPPING, "UPDATE \"Note\" SET number = 'one' WHERE id = 'n1'");
        assertThat(notes()).contains("1|one", "7|seven").hasSize(7);
        // The other change of the same column is none that anybody has seen.
        try (MigrationBench bench = bench(MAPPING)) {
            bench.streaming();
            legacy("ALTER TABLE \"Note\" ALTER number TYPE text USING upper(number)");
            assertThat(bench.failure()).hasMessageContaining(finding);
        }
        resync(MAPPING);
        goesOn(MAPPING, "DELETE FROM \"Note\" WHERE id = 'n2'");
        assertThat(notes()).contains("1|ONE", "7|SEVEN").hasSize(6);
    }

    @Test
    void anotherKeyStopsTheStreamUntilTheTableHasItsKeyBack() throws Exception {
        stops(
                "ALTER TABLE \"Note\" DROP CONSTRAINT \"Note_pkey\", ADD PRIMARY KEY (number)",
                "INSERT INTO \"Note\" VALUES ('after', '7', 7)",
                "public.Note has another key: (number) instead of (id). Give it its key back",
                "key:public.Note");
        legacy("UPDATE \"Note\" SET text = 'changed' WHERE id = 'n1'; DELETE FROM \"Note\" WHERE id = 'n2'");
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure()).hasMessageContaining("key:public.Note");
        }
        legacy("ALTER TABLE \"Note\" DROP CONSTRAINT \"Note_pkey\", ADD PRIMARY KEY (id)");
        // The delete carries the key of then: nobody can tell whose it was.
        try (MigrationBench again = bench(MAPPING)) {
            assertThat(again.failure())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContainingAll("public.Note", "key column id", "another key", "crosswalk resync");
        }
        resync(MAPPING);
        goesOn(MAPPING, "DELETE FROM \"Note\" WHERE id = 'n3'");
        assertThat(notes()).containsExactly("changed|1", "4|4", "5|5", "6|6", "7|7");
    }

    @Test
    void aKeyThatIsGivenBackBeforeAnybodyLookedDeletesNoOtherRow() throws Exception {
        legacy(
                "CREATE TABLE \"Item\" (id int PRIMARY KEY, code int NOT NULL); INSERT INTO \"Item\" VALUES (0, 1), (1, 2)");
        MigrationBench.execute(target, "CREATE TABLE items (id uuid PRIMARY KEY, code int)");
        String mapping = MAPPING + "  Item: {targets: [{table: items, columns: {id: {id: id}, code: code}}]}\n";
        bench(mapping).streaming().close();
        legacy("ALTER TABLE \"Item\" DROP CONSTRAINT \"Item_pkey\", ADD PRIMARY KEY (code)");
        legacy("DELETE FROM \"Item\" WHERE id = 1");
        legacy("ALTER TABLE \"Item\" DROP CONSTRAINT \"Item_pkey\", ADD PRIMARY KEY (id)");
        try (MigrationBench again = bench(mapping)) {
            assertThat(again.failure()).hasMessageContainingAll("public.Item", "another key", "crosswalk resync");
        }
        assertThat(MigrationBench.rows(target, "SELECT code FROM items ORDER BY 1"))
                .containsExactly("1", "2");
    }
}
