package io.crosswalk.testbed.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * A small shell process that outlives this JVM for a moment: it waits for the JVM to end, in whatever way, kill -9 included, stops
 * the server that is still there and deletes its temporary folder. It notices through a pipe whose other end
 * only the JVM holds, so it costs nothing while it waits.
 */
final class Watchdog implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            cat > /dev/null
            pid=$(head -n 1 "$1/postmaster.pid" 2> /dev/null)
            if [ -n "$pid" ] && { [ ! -e /proc/self ] || [ "$(readlink "/proc/$pid/cwd")" = "$1" ]; }; then
              kill -INT "$pid"
              waits=0
              while [ -e "$1/postmaster.pid" ] && kill -0 "$pid" && [ "$waits" -lt 100 ]; do
                sleep 0.1
                waits=$((waits + 1))
              done
              [ -e "$1/postmaster.pid" ] && kill -KILL "$pid"
            fi
            if [ -n "$2" ]; then rm -rf "$2" "$3"; fi
            """;

    private final Process process;

    Watchdog(ServerHome home) throws IOException {
        this.process = new ProcessBuilder(
                        "sh",
                        "-c",
                        SCRIPT,
                        "crosswalk-watchdog",
                        home.data().toString(),
                        home.isTemporary() ? home.folder().toString() : "",
                        home.lockFile().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Ends the watch, which is to happen after the server has stopped and before its folder is gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
