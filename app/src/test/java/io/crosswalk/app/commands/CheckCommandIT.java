package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** The pre-flight as somebody at a terminal, or a script, sees it. */
@Databases
class CheckCommandIT {

    @TempDir
    Path folder;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void create() throws IOException, SQLException {
        execute(legacy, "CREATE TABLE \"Note\" (id text PRIMARY KEY, body text)");
        execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body text)");
        Files.writeString(folder.resolve("mapping.yaml"), """
                mapping: 1
                tables:
                  Note:
                    targets: [{ table: notes, columns: { id: { id: id }, body: body } }]
                """);
        Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "%s", password_env: LEGACY_PASSWORD }
                target: { url: "%s", password_env: TARGET_PASSWORD }
                mapping: mapping.yaml
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                """.formatted(legacy.libpqUrl(), target.libpqUrl()));
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int check(String... options) {
        Map<String, String> environment =
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password());
        CommandLine line = Main.commandLine(environment, (configuration, board, meters) -> {
            throw new AssertionError("a check runs no migration");
        });
        String[] arguments = new String[options.length + 3];
        arguments[0] = "check";
        arguments[1] = "-c";
        arguments[2] = folder.resolve("crosswalk.yaml").toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aMigrationWithoutBlockersIsReady() {
        assertThat(check()).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .doesNotContain("BLOCKERS", legacy.password())
                .contains(
                        "small: 0 blockers, ",
                        " things looked at, nothing changed",
                        "Ready: crosswalk run -c crosswalk.yaml");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aBlockerIsShownWithWhatMendsItAndIsExitCode3() throws SQLException {
        execute(target, "DROP TABLE notes");

        assertThat(check()).isEqualTo(ExitCode.BLOCKED).isEqualTo(3);

        assertThat(out.toString())
                .startsWith("BLOCKERS: ")
                .contains(
                        "   1. target table public.notes",
                        "      it does not exist",
                        "      Why: there is nowhere to write the rows of public.Note",
                        "      Mend: crosswalk prepare -c crosswalk.yaml",
                        "small: 1 blocker, ",
                        "Not ready.");
    }

    @Test
    void programsGetTheSameAsJson() throws SQLException {
        execute(target, "DROP TABLE notes");

        assertThat(check("--json", "--sample", "0")).isEqualTo(3);

        assertThat(out.toString())
                .startsWith("{\"name\":\"small\",\"blocks\":true,\"counts\":{\"blocker\":1,")
                .contains(
                        "\"looked_at\":[\"connections\",\"server versions\"",
                        "{\"severity\":\"blocker\",\"subject\":\"the mapping against both catalogs\",\"where\":\"target table public.notes\","
                                + "\"what\":\"it does not exist\"")
                .contains("\"remedy\":\"crosswalk prepare -c crosswalk.yaml\"");
    }

    @Test
    void aBadFileOrOptionIsExitCode2() throws IOException {
        assertThat(check("--timeout", "0")).isEqualTo(ExitCode.USAGE);
        Files.writeString(folder.resolve("crosswalk.yaml"), "name: UPPER\n");
        assertThat(check()).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("--timeout is 1 to 86400 seconds", "\"UPPER\" is no name")
                .doesNotContain("\tat ");
    }
}
