package io.crosswalk.postgres;

import io.crosswalk.postgres.Failures.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

import static org.assertj.core.api.Assertions.assertThat;

class FailuresTest {

    private static PSQLException fromServer(String state, String message) {
        String fields = "SERROR\0C" + state + "\0M" + message
                + "\0DFailing row contains (hunter2).\0sPublic\0tclinics\0cname\0nclinics_name_check\0";
        return new PSQLException(new ServerErrorMessage(fields));
    }

    @ParameterizedTest
    @CsvSource({
        // Lost connections, restarts, conflicts, locks, resources: these pass.
        "08000, TRANSIENT",
        "08001, TRANSIENT",
        "08003, TRANSIENT",
        "08006, TRANSIENT",
        "08P01, TRANSIENT",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "55P03, TRANSIENT",
        "57014, TRANSIENT",
        "57P01, TRANSIENT",
        "57P02, TRANSIENT",
        "57P03, TRANSIENT",
        "57P05, TRANSIENT",
        "25006, TRANSIENT",
        "53100, TRANSIENT",
        "53200, TRANSIENT",
        "53300, TRANSIENT",
        "58030, TRANSIENT",
        // One row is to blame.
        "22001, DATA",
        "22003, DATA",
        "22007, DATA",
        "22P02, DATA",
        "22021, DATA",
        "23502, DATA",
        "23503, DATA",
        "23514, DATA",
        "23P01, DATA",
        "54000, DATA",
        "P0001, DATA",
        "23505, UNIQUE",
        // Somebody has to look.
        "28P01, FATAL",
        "3D000, FATAL",
        "42501, FATAL",
        "42P01, FATAL",
        "42703, FATAL",
        "XX000, FATAL",
        "0A000, FATAL"
    })
    void theSqlStateTellsWhatAFailureMeans(String state, Kind kind) {
        SQLException failure = new SQLException("x", state);

        assertThat(Failures.kind(failure)).isEqualTo(kind);
        assertThat(Failures.isTransient(failure)).isEqualTo(kind == Kind.TRANSIENT);
    }

    @Test
    void aConnectionThatBreaksWhileItIsClosedPasses() {
        // PgConnection.close() reports PSQLState.UNKNOWN_STATE, which is empty.
        SQLException closing = new SQLException("Unable to close connection properly", "", new IOException("reset"));

        assertThat(Failures.isTransient(closing)).isTrue();
        assertThat(Failures.isTransient(new SQLException("x", ""))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"57P03", "55P03", "53300"})
    void whoeverSaysThatItStartsOrIsBusyHasAnswered(String state) {
        assertThat(Failures.isAnswer(fromServer(state, "not now"))).isTrue();
        assertThat(Failures.isAnswer(
                        new SQLNonTransientConnectionException("cannot connect", state, fromServer(state, "not now"))))
                .isTrue();
    }

    @Test
    void aConnectionThatBreaksLaterWasOneAndOneThatDoesNotComeAboutWasNot() {
        assertThat(Failures.isAnswer(new SQLException("An I/O error occurred", "08006")))
                .isTrue();
        assertThat(Failures.isAnswer(new SQLNonTransientConnectionException(
                        "cannot connect", "08001", new SQLException("refused", "08001"))))
                .isFalse();
        // What a pooler says of a database that it does not know.
        assertThat(Failures.isAnswer(new SQLNonTransientConnectionException(
                        "cannot connect", "08P01", fromServer("08P01", "no such database"))))
                .isFalse();
        assertThat(Failures.isAnswer(new IOException())).isFalse();
    }

    @Test
    void aFailureWithoutSqlStateIsFatal() {
        assertThat(Failures.kind(new SQLException("x"))).isEqualTo(Kind.FATAL);
        assertThat(Failures.kind(new IllegalStateException("x"))).isEqualTo(Kind.FATAL);
    }

    @Test
    void theSqlFailureIsFoundBelowOthers() {
        Throwable wrapped = new IllegalStateException(new IOException(new SQLException("x", "40001")));

        assertThat(Failures.kind(wrapped)).isEqualTo(Kind.TRANSIENT);
    }

    @Test
    void aCauseThatLeadsBackToItselfEndsTheSearch() {
        Exception first = new Exception("a");
        first.initCause(new Exception("b", first));

        assertThat(Failures.kind(first)).isEqualTo(Kind.FATAL);
    }

    @ParameterizedTest
    @CsvSource({
        "22P02, a value has the wrong form for its type",
        "22001, a text is too long",
        "22003, a number is out of range",
        "22008, a date or time is malformed or out of range",
        "22021, a text holds a byte that the encoding lacks",
        "23502, a required column is null",
        "23503, a foreign key leads nowhere",
        "23505, a unique constraint is violated",
        "23514, a check constraint is violated",
        "22012, the value is refused",
        "54000, a value is too large for an index or a row",
        "P0001, a trigger refuses the row"
    })
    void aDataFailureIsToldByConditionAndPlaceAndShowsNoValue(String state, String condition) {
        assertThat(Failures.withoutValues(fromServer(state, "invalid input syntax for type uuid: \"hunter2\"")))
                .isEqualTo(condition + " in table clinics, column name, constraint clinics_name_check (SQLState "
                        + state + ")");
    }

    @Test
    void aFailureThatPassesIsToldInTheWordsOfTheServer() {
        assertThat(Failures.withoutValues(fromServer("55P03", "canceling statement due to lock timeout")))
                .isEqualTo("canceling statement due to lock timeout (SQLState 55P03)");
    }

    @Test
    void aCatalogThatChangesWhileItIsReadPasses() {
        assertThat(Failures.kind(fromServer("XX000", "cache lookup failed for type 16387")))
                .isEqualTo(Kind.TRANSIENT);
        assertThat(Failures.kind(fromServer("XX000", "could not open relation with OID 16400")))
                .isEqualTo(Kind.TRANSIENT);
        assertThat(Failures.kind(fromServer("XX000", "invalid page in block 7")))
                .isEqualTo(Kind.FATAL);
    }

    @Test
    void anythingElseIsToldByItsClassOnly() {
        assertThat(Failures.withoutValues(new IllegalStateException("hunter2"))).isEqualTo("IllegalStateException");
    }
}
