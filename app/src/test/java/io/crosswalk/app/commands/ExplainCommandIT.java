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

@Databases
class ExplainCommandIT {

    private static final String CUID = "cjld2cjxh0000qzrmn831i7rn";
    private static final String COMPUTED = "476abaab-307f-8ac6-80cb-46b978f8c4d3";

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
        execute(
                legacy,
                "CREATE TABLE \"Note\" (id text PRIMARY KEY, body text, password text);"
                        + "INSERT INTO \"Note\" VALUES ('" + CUID + "', E'two\\nlines \\x1b[31m', 'hunter2')");
        execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, body text, secret text)");
        Files.writeString(folder.resolve("mapping.yaml"), """
                mapping: 1
                tables:
                  Note:
                    targets: [{ table: notes, columns: { id: { id: id }, body: { trim: body }, secret: password } }]
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

    private int explain(String table, String id, String... options) {
        Map<String, String> environment =
                Map.of("LEGACY_PASSWORD", legacy.password(), "TARGET_PASSWORD", target.password());
        CommandLine line = Main.commandLine(environment, (configuration, board, meters) -> {
            throw new AssertionError("explain runs no migration");
        });
        String[] arguments = new String[options.length + 5];
        String file = folder.resolve("crosswalk.yaml").toString();
        System.arraycopy(new String[] {"explain", table, id, "-c", file}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aRowThatIsNotMigratedYetIsShownWithWhatItWillBe() {
        assertThat(explain("Note", CUID)).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .startsWith("public.Note " + CUID)
                .contains(
                        "body      two lines  [31m",
                        "password  (masked)",
                        "public.notes " + COMPUTED + ": MISSING",
                        "from { trim: body }",
                        "it has not begun")
                .doesNotContain("hunter2", "\u001b");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void programsGetJson() throws SQLException {
        execute(target, "INSERT INTO notes VALUES ('" + COMPUTED + "', 'other', 'hunter2')");

        assertThat(explain("notes", COMPUTED, "--json")).isEqualTo(ExitCode.OK);

        assertThat(out.toString())
                .startsWith("{\"table\":\"public.Note\",\"key\":\"" + CUID + "\",\"exists\":true,")
                .contains("\"state\":\"differs\"", "\"found\":\"other\",\"agrees\":false")
                .contains("\"computed\":\"(masked)\",\"found\":\"(masked)\",\"agrees\":true")
                .doesNotContain("hunter2");
    }

    @Test
    void aRowThatDoesNotExistIsAFailureAndAWrongTableIsAUsageError() {
        assertThat(explain("Note", "nothing")).isEqualTo(ExitCode.FAILURE);
        assertThat(explain("Nota", CUID)).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).contains("note: there is no row with this key in the legacy table public.Note");
        assertThat(err.toString()).contains("no table \"Nota\"", "did you mean \"Note\"?");
    }
}
