package io.crosswalk.testbed.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of one embedded server, started and stopped with PostgreSQL's own programs. Not for concurrent use. */
record ServerProcess(PostgresBinaries binaries, Path data, Path log, List<String> identity) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(120);
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);
    private static final int LOG_LINES_IN_ERRORS = 15;
    private static final int FIRST_WITH_SCRAM_ITERATIONS = 16;

    /** Fills an empty data directory. */
    void initialise(Path passwordFile, EmbeddedSettings settings) throws IOException {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + EmbeddedServer.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // macOS has no C.UTF-8; the plain C locale would not lower-case names beyond ASCII.
                "--locale=" + (mac ? "en_US.UTF-8" : "C.UTF-8"),
                "--lc-messages=C"));
        if (!settings.durable()) {
            command.add("--no-sync");
            // Tests open thousands of connections; a random password of 128 bits needs no stretching.
            if (settings.majorVersion() >= FIRST_WITH_SCRAM_ITERATIONS) {
                command.add("--set=scram_iterations=1");
            }
        }
        run(command);
    }

    /** Starts the server and returns when it accepts connections. */
    void start(int port, boolean durable) throws IOException {
        StringBuilder options = new StringBuilder("-p ").append(port);
        List<String> flags = new ArrayList<>(ServerFlags.of(durable));
        flags.add("listen_addresses=127.0.0.1");
        // A socket file would stay in the folder for temporary files after a kill.
        flags.add("unix_socket_directories=");
        // So would the segments that the default (posix) puts into /dev/shm, which is small in containers besides.
        flags.add("dynamic_shared_memory_type=mmap");
        flags.forEach(flag -> options.append(" -c ").append(flag));
        run(List.of(
                binaries.program("pg_ctl").toString(),
                "start",
                "--wait",
                "--timeout=60",
                "--pgdata=" + data,
                "--log=" + log,
                "--options=" + options));
    }

    /** Stops the server: politely, then at once, then with force. Returns when no process is left. */
    void stop() throws IOException {
        Optional<ProcessHandle> running = postmaster(data);
        for (String mode : List.of("fast", "immediate")) {
            if (isRunning()) {
                ask(mode);
            }
        }
        kill(data);
        // pg_ctl only waits for the end of the file postmaster.pid, which comes a moment before the end of the process.
        awaitEnd(running.stream().toList());
    }

    /** Stops the server in one of pg_ctl's modes, and with force where that takes too long. Returns when no process is left. */
    void stop(String mode) throws IOException {
        Optional<ProcessHandle> running = postmaster(data);
        if (isRunning()) {
            ask(mode);
        }
        kill(data);
        awaitEnd(running.stream().toList());
    }

    private void ask(String mode) throws IOException {
        try {
            run(List.of(
                    binaries.program("pg_ctl").toString(),
                    "stop",
                    "--wait",
                    "--timeout=15",
                    "--mode=" + mode,
                    "--pgdata=" + data));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // It ended by itself in between, or hangs: the caller has stronger means.
            LOG.debug("pg_ctl stop --mode={} failed", mode, e);
        }
    }

    boolean isRunning() {
        return postmaster(data).isPresent();
    }

    /** kill -9 of the postmaster that owns the data directory and of its children, if there are any. */
    static void kill(Path data) throws IOException {
        Optional<ProcessHandle> postmaster = postmaster(data);
        if (postmaster.isPresent()) {
            // The children are listed first: nobody knows them any more once their parent is gone.
            List<ProcessHandle> family = Stream.concat(
                            postmaster.stream(), postmaster.get().descendants())
                    .toList();
            family.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(family);
        }
        // PostgreSQL would believe this file if another process got the number meanwhile.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private static Optional<ProcessHandle> postmaster(Path data) {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                    .filter(process -> !hasEnded(process) && serves(process, data));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A process number from a file may belong to somebody else by now; a server works in its data directory. */
    private static boolean serves(ProcessHandle process, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .equals(data.toRealPath());
        } catch (IOException e) {
            return process.info().command().orElse("").endsWith("postgres");
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws IOException {
        long deadline = System.nanoTime() + LONGEST_DEATH.toNanos();
        for (ProcessHandle process : processes) {
            while (!hasEnded(process)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("process " + process.pid() + " does not die");
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while processes end");
        }
    }

    /** True for a zombie too: where process 1 of a container reaps nobody, the dead stay in the process table. */
    private static boolean hasEnded(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    private void run(List<String> program) throws IOException {
        List<String> command = new ArrayList<>(identity);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no answer: " + String.join(" ", program));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted: " + program.get(0));
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", program) + " ended with " + process.exitValue() + "\n" + endOfLog());
        }
    }

    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_ERRORS), lines.size()));
    }
}
