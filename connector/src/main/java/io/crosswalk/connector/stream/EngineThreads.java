package io.crosswalk.connector.stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** All threads that one run of the engine starts: they are children of the group in which the engine was started. */
final class EngineThreads {

    private static final Logger LOG = LoggerFactory.getLogger(EngineThreads.class);
    private static final long POLL_MILLIS = 10;

    private final ThreadGroup group;

    EngineThreads(String name) {
        this.group = new ThreadGroup(name);
    }

    Thread newThread(String name, Runnable work) {
        Thread thread = new Thread(group, work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits until all have ended, for a bounded time; says which have not. */
    void awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        List<String> alive = alive();
        while (!alive.isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            alive = alive();
        }
        if (!alive.isEmpty()) {
            LOG.warn("Threads of the stopped stream still run after {} s: {}", patience.toSeconds(), alive);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> alive() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .filter(thread -> thread != Thread.currentThread())
                .map(Thread::getName)
                // The driver's own housekeeping ends by itself, later.
                .filter(name -> !name.startsWith("PostgreSQL-JDBC"))
                .sorted()
                .toList();
    }
}
