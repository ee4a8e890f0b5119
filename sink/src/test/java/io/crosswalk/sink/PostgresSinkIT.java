package io.crosswalk.sink;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import io.crosswalk.sink.apply.ApplyOrder;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

import static io.crosswalk.sink.SinkBench.board;
import static io.crosswalk.sink.SinkBench.boardGone;
import static io.crosswalk.sink.SinkBench.card;
import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.clinicGone;
import static io.crosswalk.sink.SinkBench.clinicRekeyed;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.userGone;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class PostgresSinkIT {

    private SinkBench bench;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void theLedgerMovesInTheTransactionThatWritesTheRows() throws Exception {
        Receipt receipt = bench.write(clinic(1, "North", "n"));

        assertThat(receipt.transactions()).isEqualTo(1);
        assertThat(receipt.rows()).containsEntry(new TableOperation(SinkBench.CLINICS, Operation.INSERT), 1L);
        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly("North");
        assertThat(bench.rows("SELECT position, transactions FROM crosswalk.ledger"))
                .containsExactly(receipt.position() + "|1");
    }

    @Test
    void whereTheLedgerCannotMoveNoRowIsWritten() throws Exception {
        bench.sink.start();
        bench.execute("UPDATE crosswalk.ledger SET position = 'FFFFFFFF/0'");

        assertThatThrownBy(() -> bench.write(clinic(1, "North", "n")))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("does another migrator write this target?");

        assertThat(bench.rows("SELECT 1 FROM clinics")).isEmpty();
    }

    @Test
    void aBatchThatIsWrittenTwiceIsAppliedOnce() throws Exception {
        Batch batch = bench.batch(clinic(1, "North", "n"));
        bench.sink.write(batch);
        bench.execute("UPDATE clinics SET name = 'touched'");

        Receipt again = bench.sink.write(batch);

        assertThat(again.transactions()).isZero();
        assertThat(again.position()).isEqualTo(batch.last().position());
        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly("touched");
    }

    @Test
    void anotherSinkTakesUpWhereTheLedgerStands() throws Exception {
        Batch first = bench.batch(clinic(1, "North", "n"));
        bench.sink.write(first);
        bench.sink.close();
        try (PostgresSink second = bench.newSink()) {
            assertThat(second.start()).isEqualTo(first.last().position());
            second.write(bench.batch(clinic(2, "South", "s")));
        }
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("North", "South");
    }

    @Test
    void aTransactionMayInsertUpdateDeleteAndInsertOneRow() throws Exception {
        bench.write(
                clinic(1, "a", null),
                clinic(1, "b", null),
                clinicGone(1),
                clinic(1, "c", "x"),
                clinic(2, "d", null),
                clinicGone(2));

        assertThat(bench.rows("SELECT id, name, code FROM clinics")).containsExactly(uuid(1) + "|c|x");
        assertThat(bench.rows("SELECT old_id, new_id FROM crosswalk.id_mappings"))
                .containsExactly("c1|" + uuid(1));
    }

    @Test
    void uniqueValuesMayBeSwappedInOneTransaction() throws Exception {
        bench.write(clinic(1, "North", "n"), clinic(2, "South", "s"));

        bench.write(clinic(1, "North", "tmp"), clinic(2, "South", "n"), clinic(1, "North", "s"));

        assertThat(bench.rows("SELECT name, code FROM clinics ORDER BY 1")).containsExactly("North|s", "South|n");
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void keysMayBeSwappedInOneTransaction() throws Exception {
        bench.write(clinic(1, "North", null), clinic(2, "South", null));

        bench.write(clinicRekeyed(1, 9, "North"), clinicRekeyed(2, 1, "South"), clinicRekeyed(9, 2, "North"));

        assertThat(bench.rows("SELECT id, name FROM clinics ORDER BY 2"))
                .containsExactly(uuid(2) + "|North", uuid(1) + "|South");
        assertThat(bench.rows("SELECT old_id, new_id FROM crosswalk.id_mappings ORDER BY 1"))
                .containsExactly("c1|" + uuid(1), "c2|" + uuid(2));
    }

    @Test
    void aReKeyKeepsTheColumnsThatTheWalDoesNotCarry() throws Exception {
        bench.write(clinic(1, "North", null));

        bench.write(clinicRekeyed(1, 2, Row.ABSENT));

        assertThat(bench.rows("SELECT id, name FROM clinics")).containsExactly(uuid(2) + "|North");
    }

    @Test
    void anAbsentValueIsLeftAlone() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1), board(7, 5, "long text")));

        bench.write(board(7, 5, Row.ABSENT));

        assertThat(bench.rows("SELECT text FROM boards")).containsExactly("long text");
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void aPartialRowWhoseRowIsMissingIsNeverInvented() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1)));

        bench.write(board(7, 5, Row.ABSENT));

        assertThat(bench.rows("SELECT 1 FROM boards")).isEmpty();
        assertThat(bench.quarantined()).containsEntry("public.boards", 1L);
    }

    @Test
    void aTruncateEmptiesOnlyItsOwnTargetTable() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1), board(7, 5, "t"), card(8, 7)));

        bench.write(
                new Change.Truncate(SinkBench.CARDS), card(9, 7), new Change.Truncate(SinkBench.CARDS), card(10, 7));

        assertThat(bench.rows("SELECT id FROM cards")).containsExactly(uuid(10));
        assertThat(bench.rows("SELECT count(*) FROM boards")).containsExactly("1");
        assertThat(bench.rows("SELECT old_id FROM crosswalk.id_mappings WHERE table_name = 'Card'"))
                .containsExactly("k10");
    }

    @Test
    void theTenantComesAlongAPathAndFollowsWhenTheUserMoves() throws Exception {
        bench.write(changes(
                clinic(1, "North", null), clinic(2, "South", null), card(8, 7), board(7, 5, "t"), user(5, "a@x", 1)));
        assertThat(bench.rows("SELECT clinic_id FROM cards UNION ALL SELECT clinic_id FROM boards"))
                .containsExactly(uuid(1), uuid(1));

        bench.write(changes(user(5, "a@x", 2)));

        assertThat(bench.rows("SELECT clinic_id FROM cards UNION ALL SELECT clinic_id FROM boards"))
                .containsExactly(uuid(2), uuid(2));
    }

    @Test
    void whatWaitsForALateParentIsReleasedWithAllThatHangsOnIt() throws Exception {
        bench.write(changes(clinic(1, "North", null), card(8, 7), board(7, 5, "t")));
        assertThat(bench.quarantined()).containsEntry("public.boards", 1L).containsEntry("public.cards", 1L);
        assertThat(bench.rows("SELECT 1 FROM boards UNION ALL SELECT 1 FROM cards"))
                .isEmpty();

        bench.write(changes(user(5, "a@x", 1)));

        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT clinic_id FROM cards")).containsExactly(uuid(1));
    }

    @Test
    void anExistingAccountIsLinkedAndNeverWritten() throws Exception {
        bench.execute("INSERT INTO accounts.users VALUES ('" + uuid(77) + "', 'a@x')");
        bench.write(changes(clinic(1, "North", null), user(5, "A@X", 1), board(7, 5, "t")));
        bench.write(changes(user(5, "new@x", 1)));

        assertThat(bench.rows("SELECT id, email FROM accounts.users")).containsExactly(uuid(77) + "|a@x");
        assertThat(bench.rows("SELECT user_id FROM people UNION ALL SELECT user_id FROM boards"))
                .containsExactly(uuid(77), uuid(77));

        bench.write(changes(boardGone(7), userGone(5)));
        assertThat(bench.rows("SELECT id FROM accounts.users")).containsExactly(uuid(77));
        assertThat(bench.rows("SELECT 1 FROM people")).isEmpty();
        assertThat(bench.rows("SELECT 1 FROM crosswalk.id_mappings WHERE table_name = 'User'"))
                .isEmpty();
    }

    @Test
    void anAccountOfOursFollowsItsUser() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1)));
        bench.write(changes(user(5, "b@x", 1)));
        assertThat(bench.rows("SELECT id, email FROM accounts.users")).containsExactly(uuid(5) + "|b@x");

        bench.write(changes(userGone(5)));
        assertThat(bench.rows("SELECT id FROM accounts.users")).isEmpty();
    }

    @Test
    void twoUsersWithOneAddressAreReportedNotMerged() throws Exception {
        bench.write(changes(clinic(1, "North", null), user(5, "a@x", 1), user(6, "A@x", 1)));

        assertThat(bench.rows("SELECT id FROM accounts.users")).containsExactly(uuid(5));
        assertThat(bench.quarantined()).containsEntry("accounts.users", 1L).containsEntry("public.people", 1L);
    }

    @Test
    void aValueThatTheTargetRefusesIsSetAsideAndTheOthersGoOn() throws Exception {
        Receipt receipt = bench.write(
                clinic(1, "North", null),
                clinic(2, "a name of far more than twenty characters", null),
                clinic(3, "South", null));

        assertThat(receipt.setAside()).isEqualTo(1);
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("North", "South");
        assertThat(bench.rows("SELECT source_table, source_key, reason FROM crosswalk.quarantine"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).startsWith("legacy.Clinic|c2|").doesNotContain("far more"));

        bench.write(clinic(2, "short", null));
        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("North", "South", "short");
    }

    @Test
    void aDeleteReachesTheQuarantineToo() throws Exception {
        bench.write(clinic(2, "a name of far more than twenty characters", null));
        bench.write(clinicGone(2));
        assertThat(bench.quarantined()).isEmpty();
    }

    @Test
    void twoMigratorsOfOneNameCannotWrite() throws Exception {
        bench.sink.start();
        try (PostgresSink second = bench.newSink()) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("another migrator writes bench")
                    .hasMessageContaining("crosswalk sink bench");
        }
    }

    @Test
    void aMarkerComesBackInTheReceiptAndStandsInTheLedger() throws Exception {
        Receipt receipt = bench.sink.write(bench.marker("drain:1"));

        assertThat(receipt.markers()).extracting("token").containsExactly("drain:1");
        assertThat(bench.rows("SELECT marker FROM crosswalk.ledger")).containsExactly("drain:1");
    }

    @Test
    void parentsAreWrittenBeforeWhatRefersToThem() throws Exception {
        assertThat(ApplyOrder.of(SinkBench.TABLES, bench.catalog()).parentsFirst())
                .extracting(table -> table.id().name())
                .containsSubsequence("users", "people", "boards", "cards")
                .containsSubsequence("clinics", "people");
    }
}
