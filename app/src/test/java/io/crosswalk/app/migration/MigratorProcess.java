package io.crosswalk.app.migration;

import io.crosswalk.app.Main;
import io.crosswalk.app.clock.ChildClock;
import io.crosswalk.pipeline.Failpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A command of {@code crosswalk} as a child process, as an operator would start it: the one that tests may kill. */
final class MigratorProcess implements AutoCloseable {

    private final Path configuration;
    private Optional<Process> process = Optional.empty();

    MigratorProcess(Path configuration) {
        this.configuration = configuration;
    }

    Path configuration() {
        return configuration;
    }

    /** Starts {@code crosswalk run}. */
    void start() throws IOException {
        start(List.of(), run());
    }

    /** Starts {@code crosswalk run} with so many megabytes of heap. */
    void startWithin(int megabytes) throws IOException {
        start(List.of("-Xmx" + megabytes + "m"), run());
    }

    /** Starts {@code crosswalk run} with a wall clock that may be set while it runs. */
    void startWith(ChildClock clock) throws IOException {
        start(clock.options(), run());
    }

    /** Starts a process that ends, as if it were killed, when it reaches a place for the {@code times}th time. */
    void startDoomed(Failpoint place, int times) throws IOException {
        startDoomed(place, times, run());
    }

    /** The same with another command and its arguments. */
    void startDoomed(Failpoint place, int times, List<String> command) throws IOException {
        start(List.of("-Dcrosswalk.failpoint=" + place + ":" + times), command);
    }

    private List<String> run() {
        return List.of("run", "-c", configuration.toString());
    }

    private void start(List<String> options, List<String> command) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The quick compiler alone: most of these processes live for a second or two.
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath));
        line.addAll(options);
        line.add(Main.class.getName());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        process = Optional.of(builder.start());
    }

    private Path log() {
        return configuration.resolveSibling("migrator.log");
    }

    String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** How the process ended; empty while it runs. */
    OptionalInt exit() {
        return isAlive() || process.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(process.get().exitValue());
    }

    /** The operating system's number of the process. */
    long pid() {
        return process.orElseThrow().pid();
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
