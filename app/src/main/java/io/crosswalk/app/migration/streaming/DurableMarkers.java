package io.crosswalk.app.migration.streaming;

import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Receipt;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets threads wait until a token that they wrote into the source's WAL is durable in the target. Thread-safe. */
public final class DurableMarkers {

    private final Map<Marker, CountDownLatch> awaited = new HashMap<>();

    /** To be called before the token is written. */
    public synchronized void expect(Marker marker) {
        awaited.put(marker, new CountDownLatch(1));
    }

    /** What became durable with a receipt. */
    public void received(Receipt receipt) {
        for (Marker marker : receipt.markers()) {
            CountDownLatch latch = latch(marker);
            if (latch != null) {
                latch.countDown();
            }
        }
    }

    /** Waits for an expected token; false when the time is over. */
    public boolean await(Marker marker, Duration patience) throws InterruptedException {
        CountDownLatch latch = latch(marker);
        if (latch == null) {
            throw new IllegalArgumentException("nobody expects this marker");
        }
        try {
            return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            forget(marker);
        }
    }

    private synchronized @Nullable CountDownLatch latch(Marker marker) {
        return awaited.get(marker);
    }

    private synchronized void forget(Marker marker) {
        awaited.remove(marker);
    }
}
