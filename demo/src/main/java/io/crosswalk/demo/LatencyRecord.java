package io.crosswalk.demo;

import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Receipt;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How long the last transaction of each batch took from the legacy commit to the target's, in milliseconds. Both servers and the migrator
 * share one clock here. One thread records; another may read.
 */
final class LatencyRecord {

    private static final int MOST = 1 << 20;

    private long[] millis = new long[1024];
    private int count;
    private boolean open;

    /** Begins to record: before, the stream is still catching up with what happened during the backfill. */
    synchronized void begin() {
        open = true;
        count = 0;
    }

    private synchronized void add(Receipt receipt) {
        if (!open || count == MOST || receipt.transactions() == 0) {
            return;
        }
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, count * 2);
        }
        millis[count++] = Math.max(
                0, Duration.between(receipt.committedAt(), Instant.now()).toMillis());
    }

    /** The value below which this part of all latencies lies; -1 when there are none. */
    synchronized long quantile(double part) {
        if (count == 0) {
            return -1;
        }
        long[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.round(part * (count - 1)))];
    }

    /** Records what goes through a sink. */
    Sink around(Sink sink) {
        return new Sink() {
            @Override
            public Receipt write(Batch batch) throws InterruptedException {
                Receipt receipt = sink.write(batch);
                add(receipt);
                return receipt;
            }

            @Override
            public void close() {
                sink.close();
            }
        };
    }
}
