package io.crosswalk.connector;

import io.debezium.engine.StopEngineException;
import org.junit.jupiter.api.Test;

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
    void anyOtherSettingThatDebeziumRefusesStays() {
        assertThat(StreamFailure.of(new StopEngineException(
                                "Connector configuration is not valid. The 'plugin.name' value is invalid"))
                        .isTransient())
                .isFalse();
    }
}
