package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.kamdental.KamdentalLegacy;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.yaml.InvalidFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** crosswalk draft as somebody types it. */
@Databases
class DraftCommandIT {

    private static final String PASSWORD = "s3cret-of-the-url";

    @TempDir
    Path folder;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void createTheLegacySchema() throws Exception {
        try (Connection connection = legacy.connect()) {
            KamdentalLegacy.create(connection);
        }
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine(
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password()),
                (configuration, board, meters) -> {
                    throw new AssertionError("nothing is migrated here");
                });
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void aDraftedFileIsACompleteConfiguration() throws Exception {
        Path file = folder.resolve("crosswalk.yaml");

        assertThat(execute(
                        "draft",
                        "--source",
                        legacy.libpqUrl(),
                        "--target",
                        target.libpqUrl(),
                        "--tenant",
                        "Clinic",
                        "--users",
                        "User",
                        "--match",
                        "email",
                        "-o",
                        file.toString()))
                .as(err.toString())
                .isZero();

        Map<String, String> environment =
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password());
        Configuration configuration = Configuration.read(file, environment);
        assertThat(configuration.mapping().mapping().tables()).hasSize(13);
        assertThat(configuration.source().database()).isEqualTo(legacy.name());
        assertThat(configuration.sealer()).isPresent();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("13 tables, 1 of them left behind", "decisions to look at");

        assertThat(execute("draft", "--source", legacy.libpqUrl(), "-o", file.toString()))
                .isZero();
        assertThat(err.toString()).contains("nothing is new, the file stays as it is");
    }

    @Test
    void aDraftWithoutATargetTakesItFromTheEnvironment() throws Exception {
        Path file = folder.resolve("crosswalk.yaml");
        assertThat(execute("draft", "--source", legacy.libpqUrl(), "-o", file.toString()))
                .as(err.toString())
                .isZero();

        String url = target.libpqUrl().replace("@", ":" + target.password() + "@");
        Configuration configuration =
                Configuration.read(file, Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_URL", url));
        assertThat(configuration.target().database()).isEqualTo(target.name());
        assertThat(configuration.target().password()).isEqualTo(target.password());
        assertThat(configuration.warnings()).isEmpty();
        assertThatThrownBy(() -> Configuration.read(file, Map.of("LEGACY_PASSWORD", legacy.password())))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("target.url_env: the environment variable TARGET_URL is not set")
                .hasMessageContaining("set it before the start");
        assertThatThrownBy(() -> Configuration.read(
                        file,
                        Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_URL", "mysql://u:" + PASSWORD + "@x")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("target: a database URL starts with")
                .message()
                .doesNotContain(PASSWORD);
    }

    @Test
    void withoutAFileTheDraftIsPrintedAndNothingElseIs() {
        assertThat(execute("draft", "--source", legacy.libpqUrl(), "--tenant", "Clinic"))
                .isZero();

        assertThat(out.toString()).startsWith("# crosswalk.yaml").contains("namespace_env: CROSSWALK_NAMESPACE");
        assertThat(err.toString()).contains("export CROSSWALK_NAMESPACE", "looking at values of public.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatCannotBeDoneIsToldInOneSentence() throws Exception {
        Path broken =
                Files.writeString(folder.resolve("broken.yaml"), "mapping: { mapping: 1, tables: { A: { skip: 5 } } }");

        assertThat(execute("draft", "--source", "mysql://x")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("draft", "--source", legacy.libpqUrl(), "--tenant", "Clinik"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute("draft", "--source", legacy.libpqUrl(), "--match", "email"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute("draft", "--source", legacy.libpqUrl(), "-o", broken.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute(
                        "draft",
                        "--source",
                        legacy.libpqUrl(),
                        "-o",
                        folder.resolve("no/such.yaml").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(execute("draft", "--source", "postgresql://u:" + PASSWORD + "@127.0.0.1:1/nowhere"))
                .isEqualTo(ExitCode.FAILURE);

        assertThat(err.toString())
                .contains("--source: a database URL starts with", "did you mean \"Clinic\"?", "--match names a column")
                .contains("mapping.tables.A.skip: expected true or false", "such.namespace cannot be written")
                .doesNotContain("\tat ", PASSWORD);
        assertThat(out.toString()).isEmpty();
    }
}
