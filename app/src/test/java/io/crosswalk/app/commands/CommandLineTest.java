package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.MigrationFactory;
import io.crosswalk.app.MigrationRun;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.transformer.secrets.TinkSealer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTest {

    private static final String SECRET = "hunter2";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LEGACY_PASSWORD",
            SECRET,
            "TARGET_PASSWORD",
            SECRET,
            "CROSSWALK_NAMESPACE",
            "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11",
            "CROSSWALK_KEYSET",
            TinkSealer.newKeyset());

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private MigrationFactory migrations = (configuration, board, meters) -> run(() -> {});
    private String file;

    @BeforeEach
    void writeTheExample() {
        file = folder.resolve("crosswalk.yaml").toString();
    }

    @Test
    void aRunThatEndsInOrderIsZero() throws IOException {
        example("port: 0");
        AtomicReference<String> name = new AtomicReference<>();
        migrations = (configuration, board, meters) ->
                run(() -> name.set(board.status().name()));

        assertThat(execute("run", "-c", file)).isEqualTo(ExitCode.OK);
        assertThat(name).hasValue("kamdental");
    }

    @Test
    void failuresHaveTheirExitCodesAndNoStackTrace() throws IOException {
        example("port: 0");

        assertThat(runThatThrows(SourceException.lasting("the slot is lost", null)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(runThatThrows(SinkException.lasting("the mapping has changed", null)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(runThatThrows(SinkException.passing("connection lost", null)))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(runThatThrows(new IllegalStateException("broken"))).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString())
                .contains("crosswalk: the slot is lost", "crosswalk: broken")
                .doesNotContain("\tat ");
    }

    @Test
    void debugShowsTheStackTrace() throws IOException {
        example("port: 0");
        migrations = (configuration, board, meters) -> run(() -> {
            throw new IllegalStateException("broken");
        });

        assertThat(execute("run", "--debug", "-c", file)).isEqualTo(ExitCode.FAILURE);
        assertThat(execute("--debug", "run", "-c", file)).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString().split("\tat ", -1)).hasSizeGreaterThan(4);
    }

    @Test
    void anInterruptedRunIs130() throws IOException {
        example("port: 0");
        migrations = (configuration, board, meters) -> new MigrationRun() {
            @Override
            public void run() throws InterruptedException {
                throw new InterruptedException();
            }

            @Override
            public void stop() {}
        };

        assertThat(execute("run", "-c", file)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aTakenPortIsAClearFailure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            example("port: " + taken.getLocalPort());

            assertThat(execute("run", "-c", file)).isEqualTo(ExitCode.FAILURE);
            assertThat(err.toString()).contains("port " + taken.getLocalPort()).contains("http.port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "status", "pause", "resume", "config check"})
    void anInvalidFileIsTwoAndAllItsProblemsAreShown(String command) throws IOException {
        Files.writeString(Path.of(file), "name: X\nhttp: { port: -1 }\n");

        assertThat(execute((command + " -c " + file).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("name:", "http.port:", "source:", "keys:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongUsageIsTwoAndSuggests() {
        assertThat(execute("rum")).isEqualTo(ExitCode.USAGE);
        assertThat(execute()).isEqualTo(ExitCode.USAGE);
        assertThat(execute("run")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("config")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Did you mean: crosswalk run", "Missing required option: '--config=FILE'");
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("run", "--help")).isZero();
        assertThat(execute("--version")).isZero();
        assertThat(out.toString())
                .contains("Examples:", "crosswalk run -c crosswalk.yaml", "130   interrupted")
                .containsPattern("crosswalk \\d+\\.\\d+");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theExampleThatIsPrintedPassesTheCheck() throws IOException {
        assertThat(execute("config", "example")).isZero();
        Files.writeString(Path.of(file), out.toString());

        assertThat(execute("config", "check", "-c", file)).isZero();
        assertThat(out.toString())
                .contains("kamdental: migrator@legacy.example.com:5432/app -> ")
                .contains("no problems found");
    }

    @Test
    void namespacesAndKeysetsAreFresh() {
        assertThat(execute("config", "namespace")).isZero();
        assertThat(UUID.fromString(out.toString().strip()).version()).isEqualTo(4);
        out.getBuffer().setLength(0);

        assertThat(execute("config", "keyset")).isZero();
        TinkSealer sealer = new TinkSealer(out.toString());
        assertThat(sealer.open(sealer.seal("x", "here"), "here")).isEqualTo("x");
    }

    /** Promise P6. */
    @Test
    void noCommandShowsASecret() throws IOException {
        example("port: 0");
        migrations = (configuration, board, meters) -> run(() -> {
            throw new IllegalStateException("cannot reach " + configuration.source() + " with " + configuration);
        });

        execute("run", "--debug", "-c", file);
        execute("config", "check", "-c", file);
        execute("status", "-c", file);

        assertThat(out + "" + err)
                .contains("cannot reach migrator@legacy.example.com:5432/app")
                .doesNotContain(SECRET, ENVIRONMENT.get("CROSSWALK_NAMESPACE"), "keyData", "primaryKeyId");
    }

    private int runThatThrows(RuntimeException failure) {
        migrations = (configuration, board, meters) -> run(() -> {
            throw failure;
        });
        return execute("run", "-c", file);
    }

    private static MigrationRun run(Runnable action) {
        return new MigrationRun() {
            @Override
            public void run() {
                action.run();
            }

            @Override
            public void stop() {}
        };
    }

    private void example(String port) throws IOException {
        execute("config", "example");
        Files.writeString(
                Path.of(file), out.toString().replaceAll("(?m)^# http:.*\n#   port: .*$", "http:\n  " + port));
        out.getBuffer().setLength(0);
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine(ENVIRONMENT, (c, b, m) -> migrations.create(c, b, m));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
