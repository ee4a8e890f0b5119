package io.crosswalk.connector.stream;

import io.debezium.engine.DebeziumEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An engine of Debezium's on a thread of its own: started once, watched, and closed in bounded time.
 *
 * <p>Threads: one starts and awaits it; {@link #close} may come from any. The engine starts more threads, all in one group.
 */
final class RunningEngine {

    private static final Logger LOG = LoggerFactory.getLogger(RunningEngine.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration THREAD_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOCK_PERIOD = Duration.ofMillis(100);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);
    private static final long POLL_MILLIS = 20;

    private final String name;
    private final Supplier<? extends DebeziumEngine<?>> builder;
    private final Consumer<Throwable> failed;
    private final EngineThreads threads;
    private final Thread thread;
    private volatile @Nullable DebeziumEngine<?> engine;

    /** Told, on the thread that awaits the engine, by how much the wall clock was set back. */
    interface ClockListener {
        void setBack(Duration by) throws InterruptedException;
    }

    /**
     * @param name of its threads
     * @param builder makes the engine, on the thread on which it will run
     * @param failed takes what the engine threw, on that thread
     */
    RunningEngine(String name, Supplier<? extends DebeziumEngine<?>> builder, Consumer<Throwable> failed) {
        this.name = name;
        this.builder = builder;
        this.failed = failed;
        this.threads = new EngineThreads(name);
        this.thread = threads.newThread(name + "-engine", this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            DebeziumEngine<?> built = builder.get();
            engine = built;
            built.run();
        } catch (Throwable e) {
            failed.accept(e);
        }
    }

    /**
     * Waits until the engine has ended, and watches the wall clock meanwhile: Debezium measures its waits with it, and would hold
     * changes back for the hour by which it was set back.
     */
    void await(ClockListener listener) throws InterruptedException {
        ClockWatch clock = new ClockWatch();
        while (thread.isAlive()) {
            thread.join(CLOCK_PERIOD.toMillis());
            Duration behind = clock.fallenBehind();
            Duration ahead = behind.negated();
            if (ahead.compareTo(CLOCK_TOLERANCE) > 0) {
                LOG.info("the clock of this machine was set forward by {} s", ahead.toSeconds());
            } else if (behind.compareTo(CLOCK_TOLERANCE) > 0) {
                listener.setBack(behind);
            }
        }
    }

    /** Ends the engine; waits for that in bounded time. */
    void close() throws InterruptedException {
        Thread closer = threads.newThread(name + "-closer", this::closeEngine);
        closer.start();
        closer.join(STOP_PATIENCE.toMillis());
        thread.join(STOP_PATIENCE.toMillis());
    }

    // The engine cannot be closed while it starts, and says so; once it stops by itself, it says so until it has ended.
    private void closeEngine() {
        try {
            while (thread.isAlive()) {
                DebeziumEngine<?> running = engine;
                try {
                    if (running != null) {
                        running.close();
                        return;
                    }
                } catch (IllegalStateException e) {
                    LOG.debug("The engine cannot be closed yet: {}", e.getMessage());
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            LOG.warn("The engine could not be closed: {}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits in bounded time until every thread that the engine started has ended, and says which have not. */
    void awaitThreads() {
        threads.awaitEnd(THREAD_PATIENCE);
    }
}
