package io.crosswalk.connector.stream;

import io.crosswalk.pipeline.SourceException;
import io.debezium.engine.StopEngineException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** What passes by itself, and what does not. Debezium says it with one exception or another of its own. */
class StreamFailureTest {

    @Test
    void aConnectionThatIsCutWhileDebeziumLooksAtTheServerPasses() {
        assertThat(StreamFailure.of(
                                new StopEngineException("Connector configuration is not valid. Error while validating"
                                        + " connector config: The connection attempt failed."))
                        .isTransient())
                .isTrue();
    }

    @Test
    void aServerThatCannotDecodeItsWalIsRefusedWithTheWayOut() {
        String fields = "SERROR\0CXX000\0Mcould not map filenode \"base/16384/16777\" to relation OID\0\0";
        SourceException failure = StreamFailure.of(
                new RuntimeException("the stream ended", new PSQLException(new ServerErrorMessage(fields))));
        assertThat(failure.isTransient()).isFalse();
        assertThat(failure)
                .hasMessageContaining("cannot decode the WAL")
                .hasMessageContaining("could not map filenode")
                .hasMessageContaining("crosswalk resync");
    }

    @Test
    void anyOtherSettingThatDebeziumRefusesStays() {
        assertThat(StreamFailure.of(new StopEngineException(
                                "Connector configuration is not valid. The 'plugin.name' value is invalid"))
                        .isTransient())
                .isFalse();
    }
}
