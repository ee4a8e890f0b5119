package io.crosswalk.sink;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.sink.backfill.ChunkLoader;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static io.crosswalk.sink.SinkAdversityIT.LONG;
import static io.crosswalk.sink.SinkAdversityIT.clinicRow;
import static io.crosswalk.sink.SinkBench.BOARDS;
import static io.crosswalk.sink.SinkBench.PEOPLE;
import static io.crosswalk.sink.SinkBench.board;
import static io.crosswalk.sink.SinkBench.boardGone;
import static io.crosswalk.sink.SinkBench.card;
import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.clinicGone;
import static io.crosswalk.sink.SinkBench.clinicRekeyed;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;

/** Bad rows do not stop good ones: they stand alone in the end, with their reason and position, and what belongs to them follows them. */
@Databases
class BadRowsIT {

    private static final String TOO_LONG = "a text is too long (SQLState 22001)";

    private SinkBench bench;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    /** Counts the statements that insert into a table, also those that are rolled back. */
    private void count(String table) throws SQLException {
        bench.execute("""
                CREATE SEQUENCE attempts;
                CREATE FUNCTION attempt() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN PERFORM nextval(''public.attempts''); RETURN NULL; END';
                CREATE TRIGGER attempted BEFORE INSERT ON %1$s FOR EACH STATEMENT EXECUTE FUNCTION attempt();
                ALTER TABLE %1$s ENABLE ALWAYS TRIGGER attempted""".formatted(table));
    }

    private long attempts() throws SQLException {
        return Long.parseLong(bench.rows("SELECT last_value FROM attempts").get(0));
    }

    private static Change[] clinics(int count, Set<Integer> bad) {
        List<Change> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(clinic(i, bad.contains(i) ? LONG : "n" + i, null));
        }
        return all.toArray(Change[]::new);
    }

    private List<String> quarantine() throws SQLException {
        return bench.rows("SELECT source_key, reason, position FROM crosswalk.quarantine ORDER BY target_key");
    }

    @Test
    void oneBadRowAmongManyCostsFewStatements() throws Exception {
        count("clinics");

        Receipt receipt = bench.write(clinics(1_000, Set.of(777)));

        assertThat(receipt.setAside()).isEqualTo(1);
        assertThat(receipt.refused()).isEqualTo(1);
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("999");
        assertThat(quarantine()).containsExactly("c777|" + TOO_LONG + "|" + receipt.position());
        // Each division of a thousand rows costs two statements at most.
        assertThat(attempts()).isBetween(10L, 25L);
    }

    @Test
    void severalBadRowsAreAllFoundAndNoGoodOneIsLost() throws Exception {
        count("clinics");
        Set<Integer> bad = Set.of(1, 2, 511, 512, 1_000);

        Receipt receipt = bench.write(clinics(1_000, bad));

        assertThat(receipt.refused()).isEqualTo(5);
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("995");
        assertThat(quarantine()).hasSize(5);
        assertThat(attempts()).isLessThan(100);
    }

    @Test
    void aChunkOfTheBackfillIsDividedToo() throws Exception {
        count("clinics");

        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            loader.apply(List.of(clinics(1_000, Set.of(3))));
        }
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("999");
        assertThat(attempts()).isLessThan(25);
    }

    @Test
    void aStartTriesRowsOfTheQuarantineInSets() throws Exception {
        List<Change> waiting = new ArrayList<>();
        for (int i = 1; i <= 1_500; i++) {
            waiting.add(clinic(i, LONG, null));
        }
        bench.write(waiting.toArray(Change[]::new));
        // The cause is gone for all but three.
        bench.execute("UPDATE crosswalk.quarantine SET payload = replace(payload, '" + LONG + "', 'short')"
                + " WHERE source_key NOT IN ('c7', 'c8', 'c1100')");
        bench.execute("UPDATE crosswalk.ledger SET consistent_from = '0/1'");
        bench.sink.close();
        count("clinics");

        try (PostgresSink started = bench.newSink()) {
            started.write(bench.batch(clinic(2_000, "new", null)));
        }
        assertThat(bench.rows("SELECT source_key, attempts FROM crosswalk.quarantine ORDER BY 1"))
                .containsExactly("c1100|2", "c7|2", "c8|2");
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("1498");
        assertThat(attempts()).isLessThan(100);
    }

    @Test
    void rowsThatAreAllStillRefusedAreTriedLittleMoreThanOnceEach() throws Exception {
        Change[] refused = new Change[500];
        for (int i = 0; i < refused.length; i++) {
            refused[i] = clinic(i + 1, LONG, null);
        }
        bench.write(refused);
        bench.execute("UPDATE crosswalk.ledger SET consistent_from = '0/1'");
        bench.sink.close();
        count("clinics");

        try (PostgresSink started = bench.newSink()) {
            started.write(bench.batch(clinic(2_000, "new", null)));
        }
        assertThat(bench.rows("SELECT count(*), min(attempts), max(attempts) FROM crosswalk.quarantine"))
                .containsExactly("500|2|2");
        assertThat(attempts()).isLessThan(530);
    }

    @Test
    void everyRowHasThePositionOfItsOwnTransaction() throws Exception {
        Transaction first = bench.transaction(clinic(1, LONG, null), clinic(2, "good", null));
        Transaction second = bench.transaction(clinic(3, LONG, null));
        Transaction third = bench.transaction(clinic(2, LONG, null));

        bench.sink.write(new Batch(List.of(first, second, third)));

        assertThat(quarantine())
                .containsExactly(
                        "c1|" + TOO_LONG + "|" + first.position(),
                        "c2|" + TOO_LONG + "|" + third.position(),
                        "c3|" + TOO_LONG + "|" + second.position());
        // What is tried again by itself came when it came.
        bench.write(clinicGone(3));
        bench.write(clinic(4, "good", null));
        assertThat(quarantine()).first().isEqualTo("c1|" + TOO_LONG + "|" + first.position());
    }

    @Test
    void aBadRowOfATransactionInPiecesHasThePositionOfItsCommit() throws Exception {
        bench.sink.write(bench.piece(clinic(1, LONG, null), clinic(2, "good", null)));
        bench.sink.write(bench.piece(clinic(3, "good", null), clinic(4, LONG, null)));
        assertThat(quarantine()).isEmpty();

        Receipt receipt = bench.write(clinic(5, LONG, null), clinicRow(Operation.UPDATE, 1, Row.ABSENT, "code"));

        assertThat(receipt.refused()).isGreaterThanOrEqualTo(3);
        String rest = "|" + TOO_LONG + "|" + receipt.position();
        assertThat(quarantine()).containsExactly("c1" + rest, "c4" + rest, "c5" + rest);
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("2");
        // The later piece's change followed the row.
        bench.write(clinicRow(Operation.UPDATE, 1, "short", Row.ABSENT));
        assertThat(bench.rows("SELECT name, code FROM clinics WHERE id = '" + uuid(1) + "'"))
                .containsExactly("short|code");
    }

    @Test
    void aBadRowIsForgottenWithItsDeleteWhereverThatComes() throws Exception {
        bench.write(clinic(1, LONG, null), clinicGone(1), clinic(2, "good", null));
        bench.sink.write(new Batch(List.of(
                bench.transaction(clinic(3, LONG, null), clinic(4, "good", null)),
                bench.transaction(clinicGone(3), clinic(5, LONG, null)))));
        bench.sink.write(bench.piece(clinic(6, LONG, null)));
        bench.write(clinicGone(6));
        assertThat(quarantine()).singleElement().asString().startsWith("c5|");

        bench.write(clinicGone(5));
        assertThat(quarantine()).isEmpty();
        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly("good", "good");
    }

    @Test
    void aBadRowThatIsReKeyedWaitsUnderItsNewKeyOnly() throws Exception {
        bench.write(clinic(1, LONG, null), clinicRekeyed(1, 2, Row.ABSENT), clinic(9, "good", null));
        assertThat(quarantine()).singleElement().asString().startsWith("c2|");

        bench.write(clinicRekeyed(2, 3, Row.ABSENT));
        assertThat(quarantine()).singleElement().asString().startsWith("c3|");

        bench.write(clinicRekeyed(3, 4, "short"));
        assertThat(quarantine()).isEmpty();
        assertThat(bench.rows("SELECT id, name FROM clinics ORDER BY 1"))
                .containsExactly(uuid(4) + "|short", uuid(9) + "|good");
    }

    @Test
    void whatDependsOnABadRowFollowsItAndAllComeBackTogetherInOrder() throws Exception {
        bench.write(changes(clinic(1, "North", null), clinic(2, "South", null), user(1, "a@x", 1), user(2, "b@x", 2)));
        // A board without text is refused; its cards have their tenant from it.
        bench.write(board(1, 1, null), card(1, 1), board(2, 1, "good"), card(2, 2));
        bench.write(card(3, 1));
        bench.write(boardOf(1, 2, Row.ABSENT));
        assertThat(bench.rows("SELECT id FROM cards")).containsExactly(uuid(2));
        assertThat(bench.quarantined()).containsEntry("public.boards", 1L).containsEntry("public.cards", 2L);

        Receipt receipt = bench.write(boardOf(1, Row.ABSENT, "text at last"), card(4, 1));

        assertThat(receipt.setAside()).isZero();
        assertThat(bench.quarantined()).isEmpty();
        // The newest of everything: the user that changed while the row waited, and the tenant of that user.
        assertThat(bench.rows("SELECT clinic_id, text FROM boards WHERE id = '" + uuid(1) + "'"))
                .containsExactly(uuid(2) + "|text at last");
        assertThat(bench.rows("SELECT id, clinic_id FROM cards ORDER BY 1"))
                .containsExactly(
                        uuid(1) + "|" + uuid(2),
                        uuid(2) + "|" + uuid(1),
                        uuid(3) + "|" + uuid(2),
                        uuid(4) + "|" + uuid(2));
    }

    @Test
    void aBadRowAmongThoseThatAreReleasedIsFoundByDivisionToo() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(1, "a@x", 1)));
        List<Change> cards = new ArrayList<>();
        for (int i = 1; i <= 150; i++) {
            cards.add(card(i, 1));
        }
        bench.write(cards.toArray(Change[]::new));
        bench.execute("ALTER TABLE cards ADD CHECK (id <> '" + uuid(33) + "')");
        count("cards");

        bench.write(board(1, 1, "at last"));

        assertThat(bench.rows("SELECT count(*) FROM cards")).containsExactly("149");
        assertThat(bench.quarantined()).containsEntry("public.cards", 1L).hasSize(1);
        assertThat(attempts()).isLessThan(40);
        bench.write(boardGone(1));
        assertThat(bench.rows("SELECT count(*) FROM boards")).containsExactly("0");
    }

    /** An update of a board; a column may be absent. */
    private static Change boardOf(int number, Object user, Object text) {
        Object clinic = user == Row.ABSENT
                ? Row.ABSENT
                : new Lookup(
                        PEOPLE,
                        "clinic_id",
                        Key.of(Columns.of("id"), uuid((int) user)),
                        null,
                        Lookup.Absence.QUARANTINE);
        Object account = user == Row.ABSENT ? Row.ABSENT : SinkBench.account((int) user);
        Row row = Row.of(Columns.of("id", "user_id", "clinic_id", "text"), uuid(number), account, clinic, text);
        return new Change.Upsert(
                BOARDS,
                Operation.UPDATE,
                row.key(Columns.of("id")),
                null,
                row,
                new Origin(new TableId("legacy", "Board"), "b" + number));
    }
}
