package io.crosswalk.app.terminal;

import io.crosswalk.pipeline.SinkException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FailureTraceTest {

    private static final String SECRET = "ya29.secret-token";

    @Test
    void aCauseFromTheDriverIsNamedWithoutItsValues() {
        PSQLException server = new PSQLException(new ServerErrorMessage(
                "SERROR\0C22P02\0Minvalid input syntax for type uuid: \"" + SECRET + "\"\0tgoogle_credentials\0"));
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 INSERT ... " + SECRET, "22P02", new int[0], server);

        String trace = trace(SinkException.lasting("the target refuses a batch", batch));

        assertThat(trace)
                .doesNotContain(SECRET)
                .contains(
                        "the target refuses a batch",
                        "a value has the wrong form",
                        "google_credentials",
                        "at io.crosswalk");
    }

    @Test
    void neitherSuppressedNorForeignExceptionsShowTheirMessages() {
        Throwable foreign = catchThrowable(() -> UUID.fromString(SECRET + "-1-2-3-4"));
        SinkException failure =
                SinkException.lasting("closing", new IOException(SECRET, new SQLException(SECRET, "22001")));
        failure.addSuppressed(foreign);

        assertThat(trace(failure))
                .doesNotContain(SECRET)
                .contains("suppressed: ", foreign.getClass().getName());
    }

    @Test
    void aCircleOfCausesEnds() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second", first);
        first.initCause(second);

        assertThat(trace(first)).contains("first", "second");
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        FailureTrace.print(failure, new PrintWriter(text));
        return text.toString();
    }
}
