package io.crosswalk.sink;

import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.ChunkLoader;
import io.crosswalk.sink.backfill.DeferredIndexes;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

import static io.crosswalk.sink.SinkBench.BOARDS;
import static io.crosswalk.sink.SinkBench.CLINICS;
import static io.crosswalk.sink.SinkBench.PEOPLE;
import static io.crosswalk.sink.SinkBench.TABLES;
import static io.crosswalk.sink.SinkBench.board;
import static io.crosswalk.sink.SinkBench.card;
import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.clinicGone;
import static io.crosswalk.sink.SinkBench.clinicRekeyed;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.userGone;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;

/** What a hostile reader of the sink found, one test each: constructed sequences that once lost, doubled or misplaced a row. */
@Databases
class SinkAdversityIT {

    private SinkBench bench;
    private static final Columns ID = Columns.of("id");

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    static Change clinicRow(Operation op, int n, Object name, Object code) {
        Row row = Row.of(Columns.of("id", "name", "code"), uuid(n), name, code);
        return new Change.Upsert(
                CLINICS, op, row.key(ID), null, row, new Origin(new TableId("legacy", "Clinic"), "c" + n));
    }

    static Change roleGone(int n) {
        return new Change.Delete(PEOPLE, Key.of(ID, uuid(n)), new Origin(new TableId("legacy", "User"), "u" + n));
    }

    static final String LONG = "a name of far more than twenty characters";

    @Test
    void aNewerValueInTheQuarantineOutlivesAPartialUpdate() throws Exception {
        bench.write(clinic(1, "North", "n"));
        bench.write(clinicRow(Operation.UPDATE, 1, LONG, "n2"));
        bench.write(clinicRow(Operation.UPDATE, 1, Row.ABSENT, "n3"));
        assertThat(bench.quarantined()).isNotEmpty();
    }

    @Test
    void aPartialUpdateMayRepairARowInTheQuarantine() throws Exception {
        bench.write(clinicRow(Operation.INSERT, 1, LONG, "n"));
        bench.write(clinicRow(Operation.UPDATE, 1, "short", Row.ABSENT));
        assertThat(bench.rows("SELECT name, code FROM clinics")).containsExactly("short|n");
    }

    @Test
    void aReKeyThatIsRefusedLeavesNoGhostUnderTheFormerKey() throws Exception {
        bench.write(clinic(1, "North", null));
        bench.write(clinicRekeyed(1, 2, LONG));
        bench.write(clinicRow(Operation.UPDATE, 2, "short", null));
        assertThat(bench.rows("SELECT id FROM clinics")).containsExactly(uuid(2));
    }

    @Test
    void aUserWhoLeavesAClinicTakesTheBoardsAlongToTheNextOne() throws Exception {
        bench.write(
                changes(clinic(1, "N", null), clinic(2, "S", null), user(5, "a@x", 1), board(7, 5, "t"), card(8, 7)));
        bench.write(roleGone(5));
        assertThat(bench.rows("SELECT 1 FROM boards UNION ALL SELECT 1 FROM cards"))
                .isEmpty();
        assertThat(bench.quarantined()).containsEntry("public.boards", 1L).containsEntry("public.cards", 1L);
        bench.write(changes(user(5, "a@x", 2)));
        assertThat(bench.rows("SELECT clinic_id FROM boards UNION ALL SELECT clinic_id FROM cards"))
                .containsExactly(uuid(2), uuid(2));
    }

    @Test
    void anAddressMayBeFreedAndTakenInOneBatch() throws Exception {
        bench.write(changes(clinic(1, "N", null), user(5, "a@x", 1)));
        bench.sink.write(new Batch(List.of(
                bench.transaction(changes(user(5, "b@x", 1))),
                bench.transaction(changes(user(6, "a@x", 1), board(9, 6, "t"))))));
        bench.write(changes(user(5, "b@x", 1)));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aUniqueValueThatMovedBetweenTwoSnapshotsFindsItsRow() throws Exception {
        bench.sink.close();
        Chunk c0 = new Chunk(new TableId("legacy", "Clinic"), 0, null, "m");
        Chunk c1 = new Chunk(new TableId("legacy", "Clinic"), 1, "m", null);
        new ChunkLedger("bench").plan(bench.connection, List.of(c0, c1));
        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            loader.load(c0, new Position(1000), p -> {
                p.write(List.of(clinic(1, "North", "n")));
                return 1;
            });
        }
        // kill; application: UPDATE c1 code = m; INSERT c2 code = n. New snapshot 5000
        try (ChunkLoader loader = ChunkLoader.open(bench.settings(), bench.catalog())) {
            loader.load(c1, new Position(5000), p -> {
                p.write(List.of(clinic(2, "South", "n")));
                return 1;
            });
        }
        // stream: c1's update arrives, the insert of c2 is at or below the snapshot of its chunk and is left out
        try (PostgresSink sink = bench.newSink()) {
            sink.start();
            sink.write(bench.batch(clinic(1, "North", "m")));
            sink.write(bench.batch(clinic(1, "North", "m")));
        }
        assertThat(bench.quarantined()).isEmpty();
    }

    static Change boardRekeyed(int former, int number, int user) {
        Lookup clinic = new Lookup(PEOPLE, "clinic_id", Key.of(ID, uuid(user)), null, Lookup.Absence.QUARANTINE);
        Row row = Row.of(
                Columns.of("id", "user_id", "clinic_id", "text"), uuid(number), SinkBench.account(user), clinic, "t");
        Origin origin = new Origin(new TableId("legacy", "Board"), "b" + number);
        return new Change.Upsert(BOARDS, Operation.UPDATE, row.key(ID), Key.of(ID, uuid(former)), row, origin);
    }

    @Test
    void aRowOfANewerChunkFollowsTheParentThatGetsTheKeyItHangsOn() throws Exception {
        // Two boards exchange their keys between two snapshots. The card comes with the newer one: below key 7, which
        // is
        // still the other board's. What the stream has of the card itself is in its chunk, and is left out.
        bench.write(changes(
                clinic(1, "N", null),
                clinic(2, "S", null),
                user(5, "a@x", 1),
                user(6, "b@x", 2),
                board(7, 5, "t"),
                board(17, 6, "t"),
                card(8, 7)));

        bench.write(changes(boardRekeyed(7, 99, 5), boardRekeyed(17, 7, 6), boardRekeyed(99, 17, 5)));

        assertThat(bench.rows("SELECT id, clinic_id FROM boards ORDER BY clinic_id"))
                .containsExactly(uuid(17) + "|" + uuid(1), uuid(7) + "|" + uuid(2));
        assertThat(bench.rows("SELECT clinic_id FROM cards")).containsExactly(uuid(2));
    }

    @Test
    void rowsOfTwoTablesWithOneKeyAreReleasedBoth() throws Exception {
        bench.write(changes(clinic(1, "N", null), card(7, 8), board(7, 5, "t"), board(8, 5, "t")));
        bench.write(changes(user(5, "a@x", 1)));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aTextTooLongForAnIndexIsSetAside() throws Exception {
        bench.execute("CREATE INDEX ON boards (text)");
        bench.write(changes(clinic(1, "N", null), user(5, "a@x", 1)));
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 9000; i++) {
            text.append((char) (33 + random.nextInt(90)));
        }
        bench.write(changes(board(7, 5, text.toString()), board(8, 5, "short")));

        assertThat(bench.rows("SELECT id FROM boards")).containsExactly(uuid(8));
        assertThat(bench.quarantined()).containsEntry("public.boards", 1L);
    }

    @Test
    void rowsThatWereBornInTheTargetDoNotFollow() throws Exception {
        bench.execute("INSERT INTO accounts.users VALUES ('" + uuid(77) + "', 'a@x');"
                + "INSERT INTO clinics VALUES ('" + uuid(99) + "', 'Foreign', null);"
                + "INSERT INTO people VALUES ('" + uuid(990) + "', '" + uuid(77) + "', '" + uuid(99) + "');"
                + "INSERT INTO boards VALUES ('" + uuid(991) + "', '" + uuid(77) + "', '" + uuid(99)
                + "', 'born in the target')");
        bench.write(changes(clinic(1, "N", null), clinic(2, "S", null), user(5, "a@x", 1), board(7, 5, "t")));
        bench.write(changes(user(5, "a@x", 2)));
        assertThat(bench.rows("SELECT id, clinic_id FROM boards ORDER BY 1"))
                .containsExactly(uuid(7) + "|" + uuid(2), uuid(991) + "|" + uuid(99));
    }

    @Test
    void anIndexAndAForeignKeyMayShareAName() throws Exception {
        bench.execute("CREATE INDEX cards_board_id_fkey ON cards (board_id)");
        new DeferredIndexes("bench").takeAway(bench.connection, TABLES);
    }

    @Test
    void aUserWithATakenAddressIsReleasedWhenTheOtherGoes() throws Exception {
        bench.write(changes(clinic(1, "N", null), user(5, "a@x", 1), user(6, "A@x", 1)));
        bench.write(changes(userGone(5)));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aUniqueViolationIsReleasedWhenItsCauseIsGone() throws Exception {
        bench.write(clinic(1, "N", "n"), clinic(2, "S", "n"));
        bench.write(clinicGone(1));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aReKeyThatWaitsForItsParentKeepsTheColumnsTheWalLeftOut() throws Exception {
        bench.write(changes(clinic(1, "N", null), user(5, "a@x", 1), board(7, 5, "precious text")));
        Lookup clinic = new Lookup(PEOPLE, "clinic_id", Key.of(ID, uuid(6)), null, Lookup.Absence.QUARANTINE);
        Row row = Row.of(
                Columns.of("id", "user_id", "clinic_id", "text"), uuid(8), SinkBench.account(6), clinic, Row.ABSENT);
        bench.write(new Change.Upsert(
                BOARDS,
                Operation.UPDATE,
                row.key(ID),
                Key.of(ID, uuid(7)),
                row,
                new Origin(new TableId("legacy", "Board"), "b8")));
        bench.write(changes(user(6, "b@x", 1)));
        assertThat(bench.rows("SELECT id, text FROM boards")).containsExactly(uuid(8) + "|precious text");
    }

    @Test
    void aRowThatComesBackFromTheQuarantineBringsItsNewestValues() throws Exception {
        bench.write(changes(clinic(1, "N", null), user(5, "a@x", 1), board(7, 5, "old")));
        bench.write(changes(board(7, 6, "new"))); // moves to a user who is not there yet
        bench.write(changes(board(7, 5, Row.ABSENT))); // and back; the text did not change
        assertThat(bench.rows("SELECT text FROM boards")).containsExactly("new");
    }

    @Test
    void aTextThatIsTooLongForADomainIsSetAsideAndNotCut() throws Exception {
        bench.execute(
                "CREATE DOMAIN accounts.short AS varchar(20); ALTER TABLE clinics ALTER name TYPE accounts.short");
        try (PostgresSink sink = bench.newSink()) {
            sink.write(bench.batch(clinic(1, LONG, null)));
        }
        assertThat(bench.rows("SELECT name FROM clinics")).isEmpty();
        assertThat(bench.quarantined()).containsEntry("public.clinics", 1L);
    }
}
