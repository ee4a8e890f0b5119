package io.crosswalk.connector;

import io.crosswalk.connector.stream.DebeziumSource;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A source that runs on a thread of its own. */
public final class RunningSource implements AutoCloseable {

    private final DebeziumSource source;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    public final Thread thread;

    RunningSource(DebeziumSource source, RecordingHandler handler) {
        this.source = source;
        this.thread = new Thread(() -> {
            try {
                source.run(handler);
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
                handler.ended(e);
            }
        });
        thread.start();
    }

    /** What run() threw, or null; fails when it does not end. */
    public Throwable failure() throws Exception {
        try {
            end.get(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
