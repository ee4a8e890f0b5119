package io.crosswalk.app.commands;

import io.crosswalk.app.ExitCode;
import io.crosswalk.app.Main;
import io.crosswalk.app.configuration.HttpSettings;
import io.crosswalk.app.http.HttpEndpoint;
import io.crosswalk.app.http.HttpEndpoint.Sources;
import io.crosswalk.app.metrics.Meters;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** status, pause and resume against a real target. */
@Databases
class LedgerCommandsIT {

    @TempDir
    Path folder;

    @Target
    private Database target;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String password;

    @BeforeEach
    void writeTheConfiguration() throws IOException {
        password = target.password();
        configure(0);
    }

    @Test
    void withoutALedgerEveryCommandRefuses() {
        for (String command : new String[] {"status", "pause", "resume"}) {
            assertThat(execute(command)).isEqualTo(ExitCode.REFUSED);
        }
        assertThat(err.toString()).contains("the target has no ledger for small", "crosswalk run");
    }

    @Test
    void whereNoProcessRunsTheLedgerIsShown() throws SQLException {
        openLedger();

        assertThat(execute("status")).isZero();
        assertThat(execute("status", "--json")).isZero();

        assertThat(out.toString())
                .contains("small: no process runs; the ledger in the target says backfill")
                .contains("position     0/1A2B3C")
                .contains("quarantine   empty")
                .contains(
                        "{\"name\":\"small\",\"running\":false,\"phase\":\"backfill\",\"position\":\"0/1A2B3C\",\"consistent\":false,");
    }

    @Test
    void whatEndedTheLastRunIsShown() throws SQLException {
        openLedger();
        try (Connection connection = target.connect()) {
            new Ledger("small").lastFailure(connection, "the slot is gone");
        }

        assertThat(execute("status")).isZero();
        assertThat(execute("status", "--json")).isZero();

        assertThat(out.toString()).contains("it ended     the slot is gone", "\"last_error\":\"the slot is gone\"");
    }

    @Test
    void pauseAndResumeMoveTheMarkInTheLedger() throws SQLException {
        openLedger();

        assertThat(execute("pause")).isZero();
        assertThat(isPaused()).isTrue();
        assertThat(execute("status")).isZero();
        assertThat(execute("pause")).isZero();
        assertThat(execute("resume")).isZero();
        assertThat(isPaused()).isFalse();

        assertThat(out.toString())
                .containsSubsequence("small is paused;", "says paused", "small is paused already", "small goes on");
    }

    @Test
    void aRunningProcessIsAskedFirst() throws IOException, SQLException {
        openLedger();
        StatusBoard board = new StatusBoard("small", Clock.systemUTC());
        board.enter(RunPhase.STREAMING);
        try (Meters meters = new Meters(board);
                HttpEndpoint endpoint = serve(board, meters)) {
            configure(endpoint.port());
            assertThat(execute("status")).isZero();
            assertThat(execute("status", "--json")).isZero();
        }
        assertThat(out.toString()).contains("small: streaming, for ", "\"running\":true");
    }

    @Test
    void aProcessOfAnotherMigrationIsNotTakenForThisOne() throws IOException, SQLException {
        openLedger();
        StatusBoard board = new StatusBoard("other", Clock.systemUTC());
        try (Meters meters = new Meters(board);
                HttpEndpoint endpoint = serve(board, meters)) {
            configure(endpoint.port());
            assertThat(execute("status")).isZero();
        }
        assertThat(err.toString()).contains("belongs to the migration other");
        assertThat(out.toString()).contains("small: no process runs");
    }

    @Test
    void aRefusedLoginIsAFailureThatDoesNotShowThePassword() throws IOException {
        password = "hunter2";
        Path file = folder.resolve("crosswalk.yaml");
        String wrong = target.libpqUrl().replace(target.user() + "@", "nobody_here@");
        Files.writeString(file, Files.readString(file).replace(target.libpqUrl(), wrong));

        assertThat(execute("status", "--debug")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("SQLState").doesNotContain("hunter2");
    }

    private static HttpEndpoint serve(StatusBoard board, Meters meters) throws IOException {
        return new HttpEndpoint(
                new HttpSettings(0, "127.0.0.1"),
                Duration.ofSeconds(30),
                new Sources(board::status, board::measuredAt, meters));
    }

    private void openLedger() throws SQLException {
        try (Connection connection = target.connect()) {
            ControlSchema.install(connection);
            new Ledger("small")
                    .open(connection, "digest", "crosswalk_small", 1L, 1, Position.parse("0/1A2B3C"), Instant.EPOCH);
        }
    }

    private boolean isPaused() throws SQLException {
        try (Connection connection = target.connect()) {
            return new Ledger("small").read(connection).orElseThrow().paused();
        }
    }

    private void configure(int port) throws IOException {
        Files.writeString(folder.resolve("mapping.yaml"), "mapping: 1\ntables: {}\n");
        Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "postgresql://reader@127.0.0.1/old" }
                target: { url: "%s", password_env: TARGET_PASSWORD }
                mapping: mapping.yaml
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                http: { port: %d }
                """.formatted(target.libpqUrl(), port));
    }

    private int execute(String command, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "-c";
        arguments[2] = folder.resolve("crosswalk.yaml").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Main.commandLine(Map.of("TARGET_PASSWORD", password), (configuration, board, meters) -> {
                    throw new IllegalStateException("nothing is run here");
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
