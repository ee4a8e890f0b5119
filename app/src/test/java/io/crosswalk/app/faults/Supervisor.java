package io.crosswalk.app.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts the migrator again whenever it has ended, as the service of an operating system would, and notes how it ended. Safe for any
 * thread; the thread that watches is its own.
 */
final class Supervisor implements AutoCloseable {

    /** A signal was the reason: what the faults send. */
    private static final List<Integer> BY_SIGNAL = List.of(137, 143, 130, 0);

    private static final long POLL_MILLIS = 50;

    private final Migrator migrator;
    private final Thread thread;
    private final Map<Integer, Integer> ends = new TreeMap<>();
    private final List<String> surprises = new ArrayList<>();
    private List<String> nextOptions = List.of();
    private int starts;
    private boolean ended;

    /** A supervisor that has started the migrator. */
    Supervisor(Migrator migrator) throws IOException {
        this.migrator = migrator;
        startIfDown();
        this.thread = new Thread(this::watch, "supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (!isEnded()) {
                startIfDown();
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException | IOException e) {
            note("the supervisor ended: " + e);
        }
    }

    private synchronized void startIfDown() throws IOException {
        if (migrator.isAlive() || ended) {
            return;
        }
        if (migrator.exit().isPresent()) {
            int code = migrator.exit().get();
            ends.merge(code, 1, Integer::sum);
            if (!BY_SIGNAL.contains(code)) {
                note("it ended by itself with " + code + ": " + migrator.reason());
            }
        }
        starts++;
        migrator.start(nextOptions);
        nextOptions = List.of();
    }

    private synchronized void note(String surprise) {
        surprises.add(surprise);
    }

    /** The options of the next start only. */
    synchronized void prepare(List<String> options) {
        nextOptions = List.copyOf(options);
    }

    synchronized int starts() {
        return starts;
    }

    /** How often it ended with which code. */
    synchronized Map<Integer, Integer> ends() {
        return Map.copyOf(ends);
    }

    /** Ends that no signal explains, each with what the migrator said last. */
    synchronized List<String> surprises() {
        return List.copyOf(surprises);
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** From now on nobody starts it again. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            ended = true;
        }
        thread.join();
    }
}
