package io.crosswalk.app.configuration;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.transformer.secrets.TinkSealer;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ConfigurationTest {

    private static final String SECRET = "hunter2%/@!";
    private static final String NAMESPACE = "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11";
    private static final String MINIMAL = """
            name: small
            source: { url: "postgresql://reader@127.0.0.1/old" }
            target: { url: "postgresql://writer@127.0.0.1/new" }
            mapping: mapping.yaml
            keys: { namespace_env: CROSSWALK_NAMESPACE }
            """;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepareSurroundings() throws IOException {
        environment.put("CROSSWALK_NAMESPACE", NAMESPACE);
        environment.put("CROSSWALK_KEYSET", TinkSealer.newKeyset());
        environment.put("LEGACY_PASSWORD", SECRET);
        environment.put("TARGET_PASSWORD", "other" + SECRET);
        write("mapping.yaml", """
                mapping: 1
                tables:
                  Goal:
                    targets:
                      - table: goals
                        columns: { id: { id: id } }
                """);
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() throws IOException {
        Configuration configuration = read(MINIMAL);

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
        Configuration configuration = read(MINIMAL.replace(
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
        assertThat(problems(MINIMAL + "wal: { warn_bytes: 7, limit_bytes: 6, policy: dropp }\n"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("wal", "wal.policy");
    }

    @Test
    void theMappingIsReadFromTheConfigurationsFolderAndDigested() throws IOException {
        Configuration configuration = read(MINIMAL);

        assertThat(configuration.mapping().mapping().tables()).hasSize(1);
        assertThat(configuration.mapping().digest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(read(MINIMAL).mapping().digest());
    }

    @Test
    void allProblemsAreReportedAtOnceWithPathsAndSuggestions() throws IOException {
        List<Problem> problems = problems("""
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
                InvalidFileException.class, () -> Configuration.read(folder.resolve("none.yaml"), environment));

        assertThat(failure).hasMessageContaining("none.yaml").hasMessageContaining("crosswalk config example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just a text", "- a list", "name: [", "name: x\nname: y"})
    void whatIsNoConfigurationIsRefusedInWords(String text) throws IOException {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void aSectionThatIsNoMapIsOneProblem() throws IOException {
        assertThat(problems(MINIMAL + "http: 8085\n")).extracting(Problem::path).containsExactly("http");
    }

    @Test
    void passwordsComeFromFilesToo() throws IOException {
        Path file = write("password", SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Configuration configuration = read(MINIMAL.replace("/old\"", "/old\", password_file: password"));

        assertThat(configuration.source().password()).isEqualTo(SECRET);
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void aPasswordFileThatEverybodyMayReadIsAWarning() throws IOException {
        Path file = write("password", SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Configuration configuration = read(MINIMAL.replace("/old\"", "/old\", password_file: password"));

        assertThat(configuration.source().password()).isEqualTo(SECRET);
        assertThat(configuration.warnings()).extracting(Problem::path).containsExactly("source.password_file");
    }

    @Test
    void aMissingPasswordFileIsAProblem() throws IOException {
        assertThat(problems(MINIMAL.replace("/old\"", "/old\", password_file: nowhere")))
                .extracting(Problem::path)
                .containsExactly("source.password_file");
    }

    @Test
    void anOpenPortIsAWarning() throws IOException {
        assertThat(read(MINIMAL + "http: { bind: 0.0.0.0 }\n").warnings())
                .extracting(Problem::path)
                .containsExactly("http.bind");
    }

    @Test
    void theMappingsProblemsStandUnderItsKey() throws IOException {
        write("mapping.yaml", "mapping: 1\ntabels: {}\n");

        assertThat(problems(MINIMAL))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("mapping: tables", "mapping: tabels");
    }

    @Test
    void aMappingThatSealsNeedsAKeyset() throws IOException {
        List<Problem> problems = problems(MINIMAL.replace("mapping.yaml", "builtin:kamdental"));

        assertThat(problems).extracting(Problem::path).containsExactly("secrets");
        assertThat(suggestion(problems, "secrets")).contains("crosswalk config keyset");
    }

    /** Promise P6. */
    @Test
    void noSecretComesOutOfProblemsOrOfTheConfigurationsText() throws IOException {
        environment.put("KEYSET", "{\"key\": \"" + SECRET + "\"}");
        environment.put("NAMESPACE", SECRET);
        List<Problem> problems = problems("""
                name: small
                source: { url: "postgresql://u:hunter2 x@127.0.0.1/old", password_env: "hunter2%/@!" }
                target: { url: "postgresql://u:hunter2@/new", password: hunter2 }
                mapping: mapping.yaml
                keys: { namespace_env: NAMESPACE }
                secrets: { keyset_env: KEYSET, keyset: hunter2 }
                """);
        Configuration configuration = read(MINIMAL.replace("/old\"", "/old\", password_env: LEGACY_PASSWORD"));

        assertThat(problems).hasSizeGreaterThan(5);
        assertThat(problems.toString()).doesNotContain("hunter2");
        assertThat(configuration.toString()).doesNotContain("hunter2").doesNotContain(NAMESPACE);
    }

    @Test
    void aMappingThatLeavesAccountsToTheAdminApiNeedsTheService() throws IOException {
        write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: admin_api, without_match: skip"));
        environment.put("SERVICE_KEY", "key-" + SECRET);
        String secrets = MINIMAL + "secrets: { keyset_env: CROSSWALK_KEYSET }\n";

        assertThat(problems(secrets).toString()).contains("auth: the mapping leaves accounts to the Admin API");
        assertThat(problems(secrets + "auth: { url: \"ftp://x\" }").toString())
                .contains("auth.url: this is no address of a service", "auth: no service key is given");
        environment.put("BAD_KEY", "two words " + SECRET);
        assertThat(problems(secrets + "auth: { url: \"https://x/auth/v1\", service_key_env: BAD_KEY }")
                        .toString())
                .contains("holds characters that no key has");
        for (String url : List.of("https://u:p@x/", "https://x/?a=b", "nonsense", "http:///x", "https://x y")) {
            assertThat(problems(secrets + "auth: { url: \"" + url + "\", service_key_env: SERVICE_KEY }")
                            .toString())
                    .as(url)
                    .contains("auth.url: this is no address of a service");
        }

        Configuration configuration =
                read(secrets + "auth: { url: \"http://kong:8000/auth/v1/\", service_key_env: SERVICE_KEY }");
        assertThat(configuration.auth().orElseThrow().url()).hasToString("http://kong:8000/auth/v1");
        assertThat(configuration.warnings().toString()).contains("auth.url: the service key travels in clear text");
        assertThat(configuration.toString()).doesNotContain(SECRET);
    }

    @Test
    void whatAccountsCannotBeIsNamed() throws IOException {
        write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: api, without_match: ignore"));

        assertThat(problems(MINIMAL).toString())
                .contains("accounts.create: \"api\" is not possible here (write one of admin_api, sql)")
                .contains(
                        "accounts.without_match: \"ignore\" is not possible here (write one of create, quarantine, skip)");

        write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: sql"));
        environment.put("SERVICE_KEY", "key");
        assertThat(read(MINIMAL + "secrets: { keyset_env: CROSSWALK_KEYSET }\n"
                                + "auth: { url: \"https://x/auth/v1\", service_key_env: SERVICE_KEY }\n")
                        .warnings()
                        .toString())
                .contains("auth: the mapping makes accounts by SQL, so this is not used");
    }

    private static final String ACCOUNTS = """
            mapping: 1
            accounts: { table: User, match: email, target: auth.users, CREATE }
            tables:
              User: { targets: [ { table: auth.users, columns: { id: { account: id }, email: email } } ] }
            """;

    private Configuration read(String text) throws IOException {
        return Configuration.read(write("crosswalk.yaml", text), environment);
    }

    private List<Problem> problems(String text) throws IOException {
        Path file = write("crosswalk.yaml", text);
        InvalidFileException failure =
                catchThrowableOfType(InvalidFileException.class, () -> Configuration.read(file, environment));
        assertThat(failure).as("the problems of %s", text).isNotNull();
        assertThat(failure.getMessage()).doesNotContain(SECRET);
        return failure.problems();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
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
