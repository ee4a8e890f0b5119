package io.crosswalk.app.migration;

import io.crosswalk.app.Main;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.secrets.TinkSealer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code crosswalk run} as a child process, as an operator would start it: the one that tests may kill. */
final class MigratorProcess implements AutoCloseable {

    private static final String NAMESPACE = "8d3c0f58-6a51-4a39-b5d3-0a1a3a9b7c55";

    private final Path folder;
    private final Path configuration;
    private Optional<Process> process = Optional.empty();

    /** Writes the configuration into {@code folder}; chunks are small, so that there is a middle to be killed in. */
    MigratorProcess(Path folder, Database legacy, Database target) throws IOException {
        this.folder = folder;
        this.configuration = folder.resolve("crosswalk.yaml");
        secret("legacy", legacy.password());
        secret("target", target.password());
        secret("keyset", TinkSealer.newKeyset());
        Files.writeString(configuration, """
                name: killed
                source: {url: "%s", password_file: legacy}
                target: {url: "%s", password_file: target}
                mapping: builtin:kamdental
                keys: {namespace: %s}
                secrets: {keyset_file: keyset}
                http: {port: 0}
                backfill: {readers: 2, chunk_rows: 200}
                stream: {heartbeat: 500ms}
                """.formatted(legacy.libpqUrl(), target.libpqUrl(), NAMESPACE));
    }

    private void secret(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        if (!file.toFile().setReadable(false, false) || !file.toFile().setReadable(true, true)) {
            throw new IOException("cannot protect " + file);
        }
    }

    Path configuration() {
        return configuration;
    }

    void start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                Main.class.getName(),
                "run",
                "-c",
                configuration.toString()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        process = Optional.of(builder.start());
    }

    private Path log() {
        return folder.resolve("migrator.log");
    }

    String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroyForcibly();
        running.waitFor();
    }

    /** SIGTERM, and the exit code. */
    int terminate() throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroy();
        if (!running.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the migrator did not end within 30 seconds of SIGTERM");
        }
        return running.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (isAlive()) {
            kill();
        }
    }
}
