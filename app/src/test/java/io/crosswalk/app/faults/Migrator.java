package io.crosswalk.app.faults;

import io.crosswalk.app.Main;
import io.crosswalk.app.clock.ChildClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code crosswalk run} as a child process that may be killed, told to end, suspended and asked what its threads do, and whose clock may be
 * set. Safe for any thread.
 */
final class Migrator implements AutoCloseable {

    private static final int TAIL_LINES = 40;

    private final Path configuration;
    private final Map<String, String> environment;
    private final Path log;
    private final ChildClock clock;
    private Optional<Process> process = Optional.empty();

    /** @param folder for its log and its clock */
    Migrator(Path configuration, Map<String, String> environment, Path folder) throws IOException {
        this.configuration = configuration;
        this.environment = environment;
        this.log = folder.resolve("migrator.log");
        this.clock = ChildClock.in(folder);
    }

    ChildClock clock() {
        return clock;
    }

    /** Starts it. */
    synchronized void start(List<String> options) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A start that comes often should cost little.
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(clock.options());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName(), "run", "-c", configuration.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = Optional.of(builder.start());
    }

    private synchronized Optional<Process> process() {
        return process;
    }

    boolean isAlive() {
        return process().map(Process::isAlive).orElse(false);
    }

    /** How the process ended; empty while it runs, and before the first. */
    Optional<Integer> exit() {
        return process().filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        if (isAlive()) {
            process().orElseThrow().destroyForcibly().waitFor();
        }
    }

    /** SIGTERM; false when it did not end in time, and was killed. */
    boolean terminate(long patienceSeconds) throws InterruptedException {
        if (!isAlive()) {
            return true;
        }
        process().orElseThrow().destroy();
        boolean ended = process().orElseThrow().waitFor(patienceSeconds, TimeUnit.SECONDS);
        if (!ended) {
            signal("QUIT");
            TimeUnit.SECONDS.sleep(1);
            kill();
        }
        return ended;
    }

    /** Sends a signal that Java has no method for. */
    void signal(String name) throws InterruptedException {
        if (!isAlive()) {
            return;
        }
        try {
            String pid = Long.toString(process().orElseThrow().pid());
            new ProcessBuilder("kill", "-" + name, pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("this system has no kill", e);
        }
    }

    /** All that it ever said. */
    String output() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The sentence that it ended with. */
    String reason() throws IOException {
        return output().lines()
                .filter(line -> line.startsWith("crosswalk: "))
                .reduce((first, second) -> second)
                .orElseGet(() -> "it gave no reason");
    }

    /** What it said last. */
    String tail() throws IOException {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** Where its threads are that run our code or Debezium's. */
    String stacks() throws IOException, InterruptedException {
        int before = output().length();
        signal("QUIT");
        TimeUnit.SECONDS.sleep(2);
        return Arrays.stream(output().substring(before).split("\n\n"))
                .filter(stack -> stack.contains("at io.crosswalk.") || stack.contains("at io.debezium."))
                .collect(Collectors.joining("\n\n"));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
