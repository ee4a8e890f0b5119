package io.crosswalk.app.configuration;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import static io.crosswalk.app.configuration.ConfigurationBench.MINIMAL;
import static io.crosswalk.app.configuration.ConfigurationBench.NAMESPACE;
import static io.crosswalk.app.configuration.ConfigurationBench.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigurationTest {

    @TempDir
    Path folder;

    private ConfigurationBench bench;

    @BeforeEach
    void prepareSurroundings() throws IOException {
        bench = new ConfigurationBench(folder);
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() throws IOException {
        Configuration configuration = bench.read(MINIMAL);

        assertThat(configuration.http()).isEqualTo(new HttpSettings(8085, "127.0.0.1"));
        assertThat(configuration.backfill()).isEqualTo(new BackfillSettings(2, 20_000, ThrottleLimits.DEFAULTS));
        assertThat(configuration.stream())
                .isEqualTo(new StreamSettings(
                        10_000, 16_777_216, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(2)));
        assertThat(configuration.wal()).isEqualTo(new WalLimits(4L << 30, 16L << 30, WalLimits.Policy.THROTTLE));
        assertThat(configuration.quarantine()).isEqualTo(new QuarantineLimits(1_000_000, 50, 10_000));
        assertThat(configuration.readiness()).isEqualTo(new ReadinessSettings(Duration.ofSeconds(30)));
        assertThat(configuration.sealer()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Configuration configuration = bench.read(MINIMAL.replace(
                        "reader@127.0.0.1/old\"",
                        "127.0.0.1:5433/old?sslmode=require\", user: me, password_env: LEGACY_PASSWORD")
                + """
                secrets: { keyset_env: CROSSWALK_KEYSET }
                http: { port: 0, bind: "::1" }
                backfill: { readers: 3, chunk_rows: 500 }
                stream: { batch_rows: 7, batch_bytes: 1048576, heartbeat: 500ms, retry_for: 1h, lock_timeout: 100ms }
                wal: { warn_bytes: 5, limit_bytes: 6, policy: drop }
                quarantine: { max_rows: 0, max_percent: 7, percent_of: 100 }
                readiness: { max_lag: 2m }
                """);

        assertThat(configuration.source().user()).isEqualTo("me");
        assertThat(configuration.source().password()).isEqualTo(SECRET);
        assertThat(configuration.source().port()).isEqualTo(5433);
        assertThat(configuration.source().parameters()).containsEntry("sslmode", "require");
        assertThat(configuration.keys().namespace()).hasToString(NAMESPACE);
        assertThat(configuration.sealer()).isPresent();
        assertThat(configuration.http()).isEqualTo(new HttpSettings(0, "::1"));
        assertThat(configuration.backfill()).isEqualTo(new BackfillSettings(3, 500, ThrottleLimits.DEFAULTS));
        assertThat(configuration.stream())
                .isEqualTo(new StreamSettings(
                        7, 1_048_576, Duration.ofMillis(500), Duration.ofHours(1), Duration.ofMillis(100)));
        assertThat(configuration.wal()).isEqualTo(new WalLimits(5, 6, WalLimits.Policy.DROP));
        assertThat(configuration.quarantine()).isEqualTo(new QuarantineLimits(0, 7, 100));
        assertThat(configuration.readiness().maxLag()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void limitsOfWalThatMakeNoSenseAreReported() throws IOException {
        assertThat(bench.problems(MINIMAL + "wal: { warn_bytes: 7, limit_bytes: 6, policy: dropp }\n"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("wal", "wal.policy");
    }

    @Test
    void theMappingIsReadFromTheConfigurationsFolderAndDigested() throws IOException {
        Configuration configuration = bench.read(MINIMAL);

        assertThat(configuration.mapping().mapping().tables()).hasSize(1);
        assertThat(configuration.mapping().digest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(bench.read(MINIMAL).mapping().digest());
    }

    @Test
    void allProblemsAreReportedAtOnceWithPathsAndSuggestions() throws IOException {
        List<Problem> problems = bench.problems("""
                name: Kam Dental
                source: { url: "mysql://127.0.0.1/old", pasword_env: X }
                target: { url: "postgresql://w@127.0.0.1/new?sslmode=requir", password_env: NOT_SET }
                mapping: builtin:kamdentol
                keys: {}
                http: { port: 99999, bind: example.com }
                stream: { heartbeat: 5 }
                readyness: { max_lag: 30s }
                """);

        assertThat(problems)
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "name",
                        "source.url",
                        "source.pasword_env",
                        "target.password_env",
                        "target.url",
                        "mapping",
                        "keys",
                        "http.port",
                        "http.bind",
                        "stream.heartbeat",
                        "readyness");
        assertThat(suggestion(problems, "source.pasword_env")).contains("password_env");
        assertThat(suggestion(problems, "target.url")).contains("require");
        assertThat(suggestion(problems, "mapping")).contains("kamdental");
        assertThat(suggestion(problems, "keys")).contains("crosswalk config namespace");
        assertThat(suggestion(problems, "readyness")).contains("readiness");
        assertThat(message(problems, "target.password_env")).contains("NOT_SET is not set");
    }

    @Test
    void aMissingFileIsAProblemThatNamesTheExample() {
        InvalidFileException failure = catchThrowableOfType(
                InvalidFileException.class, () -> Configuration.read(folder.resolve("none.yaml"), bench.environment()));

        assertThat(failure).hasMessageContaining("none.yaml").hasMessageContaining("crosswalk config example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just a text", "- a list", "name: [", "name: x\nname: y"})
    void whatIsNoConfigurationIsRefusedInWords(String text) throws IOException {
        assertThat(bench.problems(text)).isNotEmpty();
    }

    @Test
    void aSectionThatIsNoMapIsOneProblem() throws IOException {
        assertThat(bench.problems(MINIMAL + "http: 8085\n"))
                .extracting(Problem::path)
                .containsExactly("http");
    }

    @Test
    void passwordsComeFromFilesToo() throws IOException {
        Path file = bench.write("password", SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Configuration configuration = bench.read(MINIMAL.replace("/old\"", "/old\", password_file: password"));

        assertThat(configuration.source().password()).isEqualTo(SECRET);
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void aPasswordFileThatEverybodyMayReadIsAWarning() throws IOException {
        Path file = bench.write("password", SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Configuration configuration = bench.read(MINIMAL.replace("/old\"", "/old\", password_file: password"));

        assertThat(configuration.source().password()).isEqualTo(SECRET);
        assertThat(configuration.warnings()).extracting(Problem::path).containsExactly("source.password_file");
    }

    @Test
    void aMissingPasswordFileIsAProblem() throws IOException {
        assertThat(bench.problems(MINIMAL.replace("/old\"", "/old\", password_file: nowhere")))
                .extracting(Problem::path)
                .containsExactly("source.password_file");
    }

    @Test
    void anOpenPortIsAWarning() throws IOException {
        assertThat(bench.read(MINIMAL + "http: { bind: 0.0.0.0 }\n").warnings())
                .extracting(Problem::path)
                .containsExactly("http.bind");
    }

    @Test
    void theMappingsProblemsStandUnderItsKey() throws IOException {
        bench.write("mapping.yaml", "mapping: 1\ntabels: {}\n");

        assertThat(bench.problems(MINIMAL))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("mapping: tables", "mapping: tabels");
    }

    @Test
    void aMappingThatSealsNeedsAKeyset() throws IOException {
        List<Problem> problems = bench.problems(MINIMAL.replace("mapping.yaml", "builtin:kamdental"));

        assertThat(problems).extracting(Problem::path).containsExactly("secrets");
        assertThat(suggestion(problems, "secrets")).contains("crosswalk config keyset");
    }

    /** Promise P6. */
    @Test
    void noSecretComesOutOfProblemsOrOfTheConfigurationsText() throws IOException {
        bench.environment().put("KEYSET", "{\"key\": \"" + SECRET + "\"}");
        bench.environment().put("NAMESPACE", SECRET);
        List<Problem> problems = bench.problems("""
                name: small
                source: { url: "postgresql://u:hunter2 x@127.0.0.1/old", password_env: "hunter2%/@!" }
                target: { url: "postgresql://u:hunter2@/new", password: hunter2 }
                mapping: mapping.yaml
                keys: { namespace_env: NAMESPACE }
                secrets: { keyset_env: KEYSET, keyset: hunter2 }
                """);
        Configuration configuration = bench.read(MINIMAL.replace("/old\"", "/old\", password_env: LEGACY_PASSWORD"));

        assertThat(problems).hasSizeGreaterThan(5);
        assertThat(problems.toString()).doesNotContain("hunter2");
        assertThat(configuration.toString()).doesNotContain("hunter2").doesNotContain(NAMESPACE);
    }

    private static String suggestion(List<Problem> problems, String path) {
        return problems.stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow()
                .suggestion();
    }

    private static String message(List<Problem> problems, String path) {
        return problems.stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow()
                .message();
    }
}
