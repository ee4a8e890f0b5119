package io.crosswalk.app.configuration;

import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written for people about the configuration is true. */
class ExampleTextTest {

    @TempDir
    Path folder;

    @Test
    void theExampleHasNoProblemsOnceItsVariablesAreSet() throws IOException {
        Configuration configuration = read(ExampleText.read());

        assertThat(configuration.name()).isEqualTo("kamdental");
        assertThat(configuration.mapping().origin()).isEqualTo("builtin:kamdental");
        assertThat(configuration.mapping().mapping().seals()).isTrue();
    }

    @Test
    void whatTheExampleCommentsOutIsTheDefault() throws IOException {
        String uncommented = ExampleText.read()
                .replaceAll("(?m)^# ((http|backfill|stream|wal|quarantine|readiness):|  [a-z_]+: .*)", "$1");

        Configuration configuration = read(uncommented);

        assertThat(uncommented).contains("\nhttp:\n  port: 8085", "\n  max_lag: 30s");
        assertThat(configuration.http()).isEqualTo(HttpSettings.DEFAULTS);
        assertThat(configuration.backfill()).isEqualTo(BackfillSettings.DEFAULTS);
        assertThat(configuration.stream()).isEqualTo(StreamSettings.DEFAULTS);
        assertThat(configuration.wal()).isEqualTo(WalReader.DEFAULTS);
        assertThat(configuration.quarantine()).isEqualTo(QuarantineReader.DEFAULTS);
        assertThat(configuration.readiness()).isEqualTo(ReadinessSettings.DEFAULTS);
    }

    @Test
    void thePageDescribesExactlyTheKeysThatAreRead() throws IOException {
        List<String> documented = Files.readAllLines(Path.of("../docs/configuration.md")).stream()
                .filter(line -> line.matches("\\| `[a-z].*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrder(
                        "name",
                        "source.url",
                        "source.url_env",
                        "source.url_file",
                        "source.user",
                        "source.password_env",
                        "source.password_file",
                        "target.url",
                        "target.url_env",
                        "target.url_file",
                        "target.user",
                        "target.password_env",
                        "target.password_file",
                        "mapping",
                        "keys.namespace",
                        "keys.namespace_env",
                        "keys.namespace_file",
                        "secrets.keyset_env",
                        "secrets.keyset_file",
                        "auth.url",
                        "auth.service_key_env",
                        "auth.service_key_file",
                        "http.port",
                        "http.bind",
                        "backfill.readers",
                        "backfill.chunk_rows",
                        "backfill.throttle",
                        "backfill.busy_sessions",
                        "backfill.busy_replica_lag",
                        "backfill.busy_slowdown",
                        "stream.batch_rows",
                        "stream.batch_bytes",
                        "stream.heartbeat",
                        "stream.retry_for",
                        "stream.lock_timeout",
                        "wal.warn_bytes",
                        "wal.limit_bytes",
                        "wal.policy",
                        "quarantine.max_rows",
                        "quarantine.max_percent",
                        "quarantine.percent_of",
                        "readiness.max_lag");
    }

    private Configuration read(String text) throws IOException {
        return Configuration.read(
                Files.writeString(folder.resolve("crosswalk.yaml"), text),
                Map.of(
                        "LEGACY_PASSWORD", "one",
                        "TARGET_PASSWORD", "two",
                        "CROSSWALK_NAMESPACE", "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11",
                        "CROSSWALK_KEYSET", TinkSealer.newKeyset()));
    }
}
