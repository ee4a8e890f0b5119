package io.crosswalk.app.metrics;

import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

import java.time.Clock;
import java.time.Duration;

/** A sink that measures another one: how long each write took, how large and how late its transactions were. One thread, as any sink. */
public final class MeteredSink implements Sink {

    private final Sink sink;
    private final StatusBoard board;
    private final Meters meters;
    private final Clock clock;

    public MeteredSink(Sink sink, StatusBoard board, Meters meters, Clock clock) {
        this.sink = sink;
        this.board = board;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Receipt write(Batch batch) throws InterruptedException {
        long start = System.nanoTime();
        Receipt receipt = sink.write(batch);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        meters.written(batch, receipt, took, clock.instant());
        board.applied(receipt);
        return receipt;
    }

    @Override
    public void close() {
        sink.close();
    }
}
