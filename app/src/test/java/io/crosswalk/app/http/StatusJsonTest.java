package io.crosswalk.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.status.Status;
import io.crosswalk.app.status.StatusBoard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StatusJsonTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @Test
    void whatIsWrittenIsReadBack() {
        ObjectNode written = StatusJson.write(SampleStatus.streaming(CLOCK).status());

        assertThat(StatusJson.write(StatusJson.read(written.toString()))).isEqualTo(written);
    }

    @Test
    void aStatusOfTheFirstMomentIsReadBack() {
        Status first = new StatusBoard("small", CLOCK).status();

        assertThat(StatusJson.read(StatusJson.write(first).toString())).isEqualTo(first);
    }

    @Test
    void theFieldNamesAreStable() {
        ObjectNode written = StatusJson.write(SampleStatus.streaming(CLOCK).status());

        assertThat(written.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "name",
                        "running",
                        "phase",
                        "started_at",
                        "at",
                        "position",
                        "source_end",
                        "consistent",
                        "consistent_from",
                        "consistent_at",
                        "lag_ms",
                        "lag_bytes",
                        "canary_ms",
                        "open_transaction",
                        "transactions",
                        "rows_per_second",
                        "retries",
                        "last_error",
                        "slot",
                        "wal",
                        "quarantine_limits",
                        "refusals",
                        "tables",
                        "rows",
                        "quarantined",
                        "waived",
                        "quarantine_reasons",
                        "drift",
                        "throttle");
        assertThat(written.path("phase").asText()).isEqualTo("streaming");
        assertThat(written.path("slot").toString())
                .isEqualTo("{\"retained_bytes\":4096,\"wal_status\":\"reserved\",\"active\":true}");
        assertThat(written.path("wal").toString())
                .isEqualTo("{\"warn_bytes\":1048576,\"limit_bytes\":1073741824,\"policy\":\"pause\"}");
        assertThat(written.path("quarantine_limits").toString())
                .isEqualTo("{\"max_rows\":500,\"max_percent\":20,\"percent_of\":1000}");
        assertThat(written.path("refusals").toString()).isEqualTo("{\"rows\":200,\"refused\":5}");
        assertThat(written.path("consistent_from").asText()).isEqualTo("0/1A0000");
        assertThat(written.path("consistent_at").asText()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(written.path("tables").path(1).toString())
                .isEqualTo(
                        "{\"schema\":\"public\",\"table\":\"MetricValue\",\"done\":500,\"expected\":2000,\"complete\":false,\"rows_per_second\":0.0}");
    }

    @Test
    void thePageDescribesEveryField() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/metrics.md"));

        StatusJson.write(SampleStatus.streaming(CLOCK).status())
                .fieldNames()
                .forEachRemaining(
                        field -> assertThat(page).as(field).anyMatch(line -> line.startsWith("| `" + field + "` |")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "{}", "{\"name\": \"x\"}", "{\"name\":\"x\",\"phase\":\"flying\"}"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StatusJson.read(text));
    }
}
