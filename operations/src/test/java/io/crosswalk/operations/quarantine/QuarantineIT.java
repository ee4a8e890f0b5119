package io.crosswalk.operations.quarantine;

import io.crosswalk.operations.quarantine.QuarantineSummary.Reason;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class QuarantineIT {

    private static final String ODD = "odd.Weird \"Na.me\" Ü";

    private Connection connection;

    @BeforeEach
    void fill(@Target Database database) throws SQLException {
        connection = database.connect();
        ControlSchema.install(connection);
        execute("""
                INSERT INTO crosswalk.quarantine (name, target_table, target_key, source_table, source_key, reason, waits_for,
                                                  operation, payload)
                VALUES ('m', 'public.goals', 'k1', 'public.Goal', 'g1', 'no clinic', '{public.clinics/c1,public.clinics/*}',
                        'INSERT', 'secret payload'),
                       ('m', 'public.goals', 'k2', 'public.Goal', 'g2', 'no clinic', '{}', 'INSERT', ''),
                       ('m', 'public.goals', 'k3', 'public.Goal', 'g3', 'too long', '{}', 'INSERT', ''),
                       ('m', 'odd.Weird "Na.me" Ü', 'k1', 'public.Weird', 'it''s; --', 'no clinic', '{}', 'INSERT', ''),
                       ('other', 'public.goals', 'k1', 'public.Goal', 'g1', 'no clinic', '{}', 'INSERT', '')""");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void rowsAreListedWithAllButTheirValues() throws SQLException {
        QuarantineList list = QuarantineList.read(connection, "m", Selection.ALL, 100);

        assertThat(list.total()).isEqualTo(4);
        assertThat(list.rows()).extracting(QuarantinedRow::key).containsExactly("k1", "k1", "k2", "k3");
        QuarantinedRow goal = list.rows().get(1);
        assertThat(goal.waitsFor()).containsExactly("public.clinics/c1", "public.clinics/*");
        assertThat(goal.sourceKey()).isEqualTo("g1");
        assertThat(goal.waiver()).isEmpty();
        assertThat(goal.attempts()).isEqualTo(1);
        assertThat(list.toString()).doesNotContain("secret");
    }

    @Test
    void aListIsCutAndSaysSo() throws SQLException {
        QuarantineList list = QuarantineList.read(connection, "m", Selection.ALL, 2);

        assertThat(list.rows()).hasSize(2);
        assertThat(list.total()).isEqualTo(4);
    }

    @Test
    void rowsAreFoundByEitherKeyAndByEitherFormOfTheTable() throws SQLException {
        assertThat(total("public.goals", "g1")).isEqualTo(1);
        assertThat(total("goals", "k1")).isEqualTo(1);
        assertThat(total("goals", null)).isEqualTo(3);
        assertThat(total(ODD, "it's; --")).isEqualTo(1);
        assertThat(total("Weird \"Na.me\" Ü", null)).isEqualTo(1);
        assertThat(total("me\" Ü", null)).isZero();
        assertThat(total("goal_", null)).isZero();
        assertThat(total(null, "k1")).isEqualTo(2);
    }

    @Test
    void waivedRowsAreCountedApartAndKept() throws SQLException {
        QuarantineRequests requests = new QuarantineRequests(connection, "m");

        assertThat(requests.waive(selection("goals", "g1"), "ana", "a test row"))
                .isEqualTo(1);

        QuarantineSummary summary = QuarantineSummary.read(connection, "m");
        assertThat(summary.open()).isEqualTo(Map.of("public.goals", 2L, ODD, 1L));
        assertThat(summary.waived()).isEqualTo(Map.of("public.goals", 1L));
        assertThat(summary.reasons())
                .containsExactly(
                        new Reason(ODD, "no clinic", 1),
                        new Reason("public.goals", "no clinic", 1),
                        new Reason("public.goals", "too long", 1));
        assertThat(QuarantineList.read(connection, "m", selection("goals", "g1"), 9)
                        .rows()
                        .get(0)
                        .waiver())
                .hasValueSatisfying(waiver -> {
                    assertThat(waiver.by()).isEqualTo("ana");
                    assertThat(waiver.reason()).isEqualTo("a test row");
                });
        assertThat(QuarantineSummary.read(connection, "other").waivedRows()).isZero();

        assertThat(requests.unwaive(selection("goals", "g1"))).isEqualTo(1);
        assertThat(requests.unwaive(selection("goals", "g1"))).isZero();
        assertThat(QuarantineSummary.read(connection, "m").openRows()).isEqualTo(4);
    }

    @Test
    void aRequestMarksTheRowsThatAreMeant() throws SQLException {
        QuarantineRequests requests = new QuarantineRequests(connection, "m");

        assertThat(requests.retry(selection("goals", null))).isEqualTo(3);

        assertThat(requests.open(Selection.ALL)).isEqualTo(3);
        assertThat(new QuarantineRequests(connection, "other").open(Selection.ALL))
                .isZero();
    }

    @Test
    void theFrequentReasonsComeFirstAndAreFew() throws SQLException {
        execute(
                "INSERT INTO crosswalk.quarantine (name, target_table, target_key, source_table, source_key, reason, operation,"
                        + " payload) SELECT 'm', 'public.t', i::text, 's.t', i::text, 'reason ' || i % 7, 'INSERT', ''"
                        + " FROM generate_series(1, 100) i");

        assertThat(QuarantineSummary.read(connection, "m").reasons())
                .hasSize(QuarantineSummary.MOST_REASONS)
                .startsWith(new Reason("public.t", "reason 1", 15), new Reason("public.t", "reason 2", 15));
    }

    @Test
    void anOlderControlSchemaIsReadAndMendedByTheFirstRequest() throws SQLException {
        execute(
                "ALTER TABLE crosswalk.quarantine DROP retry_requested, DROP waived_at, DROP waived_by, DROP waived_reason");

        assertThat(QuarantineSummary.read(connection, "m").openRows()).isEqualTo(4);
        assertThat(QuarantineList.read(connection, "m", Selection.ALL, 9).total())
                .isEqualTo(4);
        assertThat(new QuarantineRequests(connection, "m").retry(Selection.ALL)).isEqualTo(4);
    }

    private long total(String table, String key) throws SQLException {
        return QuarantineList.read(connection, "m", selection(table, key), 1).total();
    }

    private static Selection selection(String table, String key) {
        return new Selection(Optional.ofNullable(table), Optional.ofNullable(key));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
