package io.crosswalk.app.commands;

import io.crosswalk.app.Main;
import io.crosswalk.app.MigrationRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A process of its own is told to end. */
class SignalTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void aProcessThatIsToldToEndStopsItsRunFirst() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("mapping.yaml"), "mapping: 1\ntables: {}\n");
        Path file = Files.writeString(folder.resolve("crosswalk.yaml"), """
                name: small
                source: { url: "postgresql://reader@127.0.0.1/old" }
                target: { url: "postgresql://writer@127.0.0.1/new" }
                mapping: mapping.yaml
                keys: { namespace: 0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11 }
                http: { port: 0 }
                """);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        // As an operator sees it; tests are told less.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WaitingMigration.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.contains("waiting")) {
                    // Not Process.destroy, which closes the output too.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(said.toString())
                    .containsSubsequence(
                            "waiting",
                            "stop was called",
                            "the run has ended",
                            "stopped; the next start goes on with what is left");
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The command line around a run that waits to be stopped. */
    static final class WaitingMigration {

        private WaitingMigration() {}

        public static void main(String[] arguments) {
            CountDownLatch stopped = new CountDownLatch(1);
            System.exit(Main.commandLine(Map.of(), (configuration, board, meters) -> new MigrationRun() {
                        @Override
                        public void run() throws InterruptedException {
                            System.out.println("waiting");
                            stopped.await();
                            System.out.println("the run has ended");
                        }

                        @Override
                        public void stop() {
                            System.out.println("stop was called");
                            stopped.countDown();
                        }
                    })
                    .execute("run", "-c", arguments[0]));
        }
    }
}
