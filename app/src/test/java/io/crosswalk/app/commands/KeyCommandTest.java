package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class KeyCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine(Map.of(), (configuration, board, meters) -> {
            throw new AssertionError("key runs no migration");
        });
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void onlyTheConvertedKeyIsOnStandardOutput() {
        assertThat(execute("key", "cjld2cjxh0000qzrmn831i7rn")).isZero();
        assertThat(execute("key", "476abaab-307f-8ac6-80cb-46b978f8c4d3")).isZero();

        assertThat(out.toString().lines())
                .containsExactly("476abaab-307f-8ac6-80cb-46b978f8c4d3", "cjld2cjxh0000qzrmn831i7rn");
        assertThat(err.toString()).contains("new key: computed, the same in every table", "legacy key: computed");
    }

    @Test
    void programsGetJson() {
        assertThat(execute("key", "--json", "cjld2cjxh0000qzrmn831i7rn")).isZero();

        assertThat(out.toString().strip())
                .isEqualTo(
                        "[{\"given\":\"cjld2cjxh0000qzrmn831i7rn\",\"direction\":\"to_new\",\"result\":\"476abaab-307f-8ac6-80cb-46b978f8c4d3\","
                                + "\"method\":\"computed\",\"table\":null,\"recorded\":null,\"notes\":[]}]");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wrongInputNamesTheFormatsAndIsAUsageError() {
        assertThat(execute("key", "4711")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("key", "4711", "--table", "Invoice")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("key")).isEqualTo(ExitCode.USAGE);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("\"4711\" is neither a CUID nor a UUID", "a CUID is c and 24", "--table needs -c")
                .doesNotContain("\tat ");
    }
}
