package io.crosswalk.app.migration.backfill;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A few named threads that do the same work until it is done, or until one of them fails: then all stop, and the failure is thrown. */
public final class Workers {

    /** The work of one thread; it ends when there is nothing left to do. */
    @FunctionalInterface
    public interface Work {
        void run() throws SQLException, InterruptedException;
    }

    private final String name;
    private final int count;

    public Workers(String name, int count) {
        this.name = name;
        this.count = count;
    }

    /** Runs the work in every thread and returns when all have ended; an interrupt ends them all. */
    public void run(Work work) throws SQLException, InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Thread thread = new Thread(() -> attempt(work, failure, threads), name + "-" + i);
            synchronized (threads) {
                threads.add(thread);
            }
        }
        synchronized (threads) {
            threads.forEach(Thread::start);
        }
        try {
            for (Thread thread : List.copyOf(threads)) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join(10_000);
            }
            throw e;
        }
        rethrow(failure.get());
    }

    private static void attempt(Work work, AtomicReference<@Nullable Throwable> failure, List<Thread> threads) {
        try {
            work.run();
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e)) {
                synchronized (threads) {
                    threads.stream()
                            .filter(thread -> thread != Thread.currentThread())
                            .forEach(Thread::interrupt);
                }
            }
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws SQLException, InterruptedException {
        if (failure == null) {
            return;
        }
        if (failure instanceof SQLException sql) {
            throw sql;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
