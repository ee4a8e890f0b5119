package io.crosswalk.sink.quarantine;

import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.session.WriterSeat;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

import static io.crosswalk.sink.SinkBench.changes;
import static io.crosswalk.sink.SinkBench.clinic;
import static io.crosswalk.sink.SinkBench.user;
import static io.crosswalk.sink.SinkBench.uuid;
import static org.assertj.core.api.Assertions.assertThat;

/** What the sink makes of the marks that people put on rows of the quarantine. */
@Databases
class QuarantineMarksIT {

    private static final String LONG = "a name of far more than twenty characters";
    private static final String ASK = "UPDATE crosswalk.quarantine SET retry_requested = now()";

    private SinkBench bench;

    @BeforeEach
    void open(@Target Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void aRequestedRowIsTriedWithTheNextBatch() throws Exception {
        bench.write(clinic(2, LONG, null));
        bench.execute("ALTER TABLE clinics ALTER name TYPE text");
        bench.write(clinic(3, "other", null));
        assertThat(bench.quarantined()).containsEntry("public.clinics", 1L);

        bench.execute(ASK);
        bench.write(clinic(4, "next", null));

        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly(LONG, "next", "other");
    }

    @Test
    void aRequestIsOverWhenTheRowWasTriedInVain() throws Exception {
        bench.write(clinic(2, LONG, null));
        bench.execute(ASK);
        bench.write(clinic(3, "other", null));
        bench.write(clinic(4, "next", null));

        assertThat(bench.rows("SELECT attempts, retry_requested FROM crosswalk.quarantine"))
                .containsExactly("2|null");
    }

    @Test
    void whatWaitedForARequestedRowFollowsIt() throws Exception {
        bench.write(changes(clinic(2, LONG, null)));
        bench.execute("ALTER TABLE people DROP CONSTRAINT people_clinic_id_fkey");
        bench.execute("INSERT INTO accounts.users VALUES ('" + uuid(70) + "', 'a@x'), ('" + uuid(71) + "', 'A@x')");
        bench.write(changes(user(5, "a@x", 2), SinkBench.board(7, 5, "t")));
        assertThat(bench.quarantined()).hasSize(4);

        bench.execute("DELETE FROM accounts.users WHERE email = 'A@x'");
        bench.execute(ASK + " WHERE target_table = 'accounts.users'");
        bench.write(clinic(4, "next", null));

        assertThat(bench.quarantined()).containsOnlyKeys("public.clinics");
    }

    @Test
    void aWaiverStaysWhileTheReasonDoes() throws Exception {
        bench.write(clinic(2, LONG, null));
        bench.execute("UPDATE crosswalk.quarantine SET waived_at = now(), waived_by = 'ana', waived_reason = 'a test'");
        bench.write(clinic(2, LONG + " and more", null));
        assertThat(bench.rows("SELECT waived_by, waived_reason FROM crosswalk.quarantine"))
                .containsExactly("ana|a test");

        bench.write(clinic(2, null, null));
        assertThat(bench.rows("SELECT waived_at, waived_by, waived_reason FROM crosswalk.quarantine"))
                .containsExactly("null|null|null");
    }

    @Test
    void requestsAreHonouredWithoutABatchToo() throws Exception {
        bench.write(clinic(2, LONG, null));
        bench.sink.close();
        bench.execute("ALTER TABLE clinics ALTER name TYPE text");
        bench.execute(ASK);
        try (PostgresSink other = bench.newSink()) {
            other.start();
            assertThat(WriterSeat.isTaken(bench.connection, "bench")).isTrue();
            assertThat(WriterSeat.isTaken(bench.connection, "another")).isFalse();
            other.retryRequested();
        }
        assertThat(bench.quarantined()).isEmpty();
        assertThat(bench.rows("SELECT name FROM clinics")).containsExactly(LONG);
    }

    @Test
    void anOlderControlSchemaGetsTheNewColumns() throws Exception {
        bench.write(clinic(2, LONG, null));
        bench.sink.close();
        bench.execute("ALTER TABLE crosswalk.quarantine DROP retry_requested, DROP waived_at, DROP waived_by,"
                + " DROP waived_reason");

        ControlSchema.install(bench.connection);

        bench.execute(ASK);
        assertThat(bench.rows("SELECT waived_at FROM crosswalk.quarantine")).containsExactly("null");
    }
}
