package io.crosswalk.connector;

import io.debezium.DebeziumException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What passes by itself, and what does not. */
class StreamFailureTest {

    @Test
    void aConnectionThatIsCutWhileDebeziumLooksAtTheServerPasses() {
        assertThat(StreamFailure.of(new DebeziumException("Connector configuration is not valid. Error while validating"
                                + " connector config: The connection attempt failed."))
                        .isTransient())
                .isTrue();
    }

    @Test
    void anyOtherSettingThatDebeziumRefusesStays() {
        assertThat(StreamFailure.of(new DebeziumException(
                                "Connector configuration is not valid. The 'plugin.name' value is invalid"))
                        .isTransient())
                .isFalse();
    }
}
