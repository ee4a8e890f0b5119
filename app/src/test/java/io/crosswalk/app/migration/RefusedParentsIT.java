package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The legacy database guarantees every parent, and the target refuses one: what hangs on it waits with it, and comes with it. */
@Databases
class RefusedParentsIT {

    private static final String LEGACY = """
            CREATE TABLE "Board" (id text PRIMARY KEY, title text, "aboveId" text REFERENCES "Board" ON DELETE CASCADE);
            CREATE TABLE "Card" (id text PRIMARY KEY, "boardId" text REFERENCES "Board" ON DELETE CASCADE ON UPDATE CASCADE
                                                      DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE "Remark" (id text PRIMARY KEY, "cardId" text REFERENCES "Card" ON DELETE CASCADE);
            INSERT INTO "Board" VALUES ('a', 'plan', NULL), ('b', 'work', NULL), ('c', 'below', 'b');
            INSERT INTO "Card" VALUES ('a1', 'a'), ('b1', 'b');
            INSERT INTO "Remark" VALUES ('a11', 'a1'), ('b11', 'b1')""";

    private static final String TARGET = """
            CREATE TABLE boards (id uuid PRIMARY KEY, legacy text, title varchar(10), above_id uuid REFERENCES boards);
            CREATE TABLE cards (id uuid PRIMARY KEY, legacy text, board_id uuid REFERENCES boards);
            CREATE TABLE remarks (id uuid PRIMARY KEY, legacy text, card_id uuid REFERENCES cards)""";

    private static final String MAPPING = """
            mapping: 1
            tables:
              Board:
                targets:
                  - table: boards
                    columns: { id: { id: id }, legacy: id, title: title, above_id: { id: aboveId, of: Board } }
              Card:
                targets: [{ table: cards, columns: { id: { id: id }, legacy: id, board_id: { id: boardId, of: Board } } }]
              Remark:
                targets: [{ table: remarks, columns: { id: { id: id }, legacy: id, card_id: { id: cardId, of: Card } } }]
            """;

    private static final String THERE =
            "SELECT legacy FROM boards UNION ALL SELECT legacy FROM cards UNION ALL SELECT legacy FROM remarks ORDER BY 1";
    private static final String WAITING = "SELECT source_key FROM crosswalk.quarantine ORDER BY 1";
    private static final String TOO_LONG = "UPDATE \"Board\" SET title = 'much too long' WHERE id = 'b'";
    private static final String FITTING = "UPDATE \"Board\" SET title = 'short' WHERE id = 'b'";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
    }

    @Test
    void refusedInTheBackfill() throws Exception {
        MigrationBench.execute(legacy, TOO_LONG);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            boardBIsOut(bench);
            assertThat(MigrationBench.rows(
                            target, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                    .containsExactly("3");

            change(bench, FITTING);
            everythingIsThere(bench);
        }
    }

    @Test
    void refusedWhileStreaming() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            change(bench, TOO_LONG);
            boardBIsOut(bench);

            change(bench, "INSERT INTO \"Card\" VALUES ('b2', 'b'); INSERT INTO \"Remark\" VALUES ('b21', 'b2')");
            change(bench, "UPDATE \"Remark\" SET \"cardId\" = 'b2' WHERE id = 'a11'");
            assertThat(MigrationBench.rows(target, THERE)).containsExactly("a", "a1");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("a11", "b", "b1", "b11", "b2", "b21", "c");
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "DELETE FROM \"Card\" WHERE id = 'b2'");
            change(bench, "INSERT INTO \"Remark\" VALUES ('a11', 'a1')");
            boardBIsOut(bench);
            change(bench, FITTING);
            everythingIsThere(bench);
        }
    }

    @Test
    void refusedAfterItsChildrenInOneTransaction() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            change(
                    bench,
                    "BEGIN; INSERT INTO \"Card\" VALUES ('d1', 'd'); UPDATE \"Board\" SET id = 'e' WHERE id = 'a';"
                            + " INSERT INTO \"Board\" VALUES ('d', 'much too long'); COMMIT");
            assertThat(MigrationBench.rows(target, THERE)).containsExactly("a1", "a11", "b", "b1", "b11", "c", "e");
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("d", "d1");
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "DELETE FROM \"Board\" WHERE id = 'd'");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aMigratorThatStartsAnewKnowsOfIt() throws Exception {
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            change(bench, TOO_LONG);
        }
        MigrationBench.execute(legacy, "INSERT INTO \"Card\" VALUES ('b2', 'b')");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming().drained();
            assertThat(MigrationBench.rows(target, WAITING)).containsExactly("b", "b1", "b11", "b2", "c");
            assertThat(bench.compare().problems()).isEmpty();

            change(bench, "UPDATE \"Board\" SET title = 'fits' WHERE id = 'b'");
            assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    private void boardBIsOut(MigrationBench bench) throws Exception {
        assertThat(MigrationBench.rows(target, THERE)).containsExactly("a", "a1", "a11");
        assertThat(MigrationBench.rows(target, WAITING)).containsExactly("b", "b1", "b11", "c");
        assertThat(bench.compare().problems()).isEmpty();
    }

    private void everythingIsThere(MigrationBench bench) throws Exception {
        assertThat(MigrationBench.rows(target, THERE)).containsExactly("a", "a1", "a11", "b", "b1", "b11", "c");
        assertThat(MigrationBench.rows(target, WAITING)).isEmpty();
        assertThat(bench.compare().problems()).isEmpty();
    }

    private void change(MigrationBench bench, String sql) throws Exception {
        MigrationBench.execute(legacy, sql);
        bench.drained();
    }
}
