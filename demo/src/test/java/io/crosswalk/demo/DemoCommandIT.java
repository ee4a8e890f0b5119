package io.crosswalk.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandIT {

    /** What a command printed and answered. */
    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line =
                    Main.commandLine(Map.of(), ConfiguredMigration::new).setErr(new PrintWriter(err, true));
            return new Outcome(line.execute(arguments), out.toString(StandardCharsets.UTF_8), err.toString());
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theDemoEndsByItselfWithEqualTables() throws Exception {
        Outcome outcome =
                run("demo", "--auto", "--rows", "3000", "--rate", "80", "--seconds", "4", "--port", "0", "--json");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        String last = outcome.out().lines().reduce("", (a, b) -> b);
        JsonNode summary = new ObjectMapper().readTree(last);
        assertThat(summary.get("ok").asBoolean()).isTrue();
        assertThat(summary.get("tables"))
                .hasSize(17)
                .allSatisfy(
                        table -> assertThat(table.get("differences").asLong()).isZero());
        assertThat(summary.get("transactions_applied").asLong()).isPositive();
        assertThat(summary.get("lag_p99_ms").asLong()).isNotNegative();
        assertThat(summary.get("problems")).isEmpty();
    }

    @Test
    void aMistypedOptionIsAnsweredWithASuggestionAndNothingStarts() {
        Outcome outcome = run("demo", "--row", "3000");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--row").contains("--help").doesNotContain("\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedBeforeAnythingStarts() {
        assertThat(run("demo", "--rows", "-1").exitCode()).isEqualTo(2);
        assertThat(run("demo", "--json").err()).contains("--json needs --auto");
        assertThat(run("demo", "--port", "70000").err()).contains("--port is between 0 and 65535");
    }
}
