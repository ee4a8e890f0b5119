package io.crosswalk.app.status;

import java.util.ArrayDeque;
import java.util.Deque;

/** Events per second over a sliding window of a few seconds. Thread-safe. */
final class Rate {

    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long SLOT_NANOS = 250_000_000L;

    private record Slot(long from, long count) {}

    private final Deque<Slot> slots = new ArrayDeque<>();

    synchronized void add(long count, long nanoTime) {
        Slot last = slots.peekLast();
        if (last != null && nanoTime - last.from() < SLOT_NANOS) {
            slots.pollLast();
            slots.addLast(new Slot(last.from(), last.count() + count));
        } else {
            slots.addLast(new Slot(nanoTime, count));
        }
        expire(nanoTime);
    }

    synchronized double perSecond(long nanoTime) {
        expire(nanoTime);
        Slot first = slots.peekFirst();
        if (first == null) {
            return 0;
        }
        long sum = slots.stream().mapToLong(Slot::count).sum();
        return sum / (Math.max(SLOT_NANOS * 2, nanoTime - first.from()) / 1e9);
    }

    private void expire(long nanoTime) {
        for (Slot first = slots.peekFirst();
                first != null && nanoTime - first.from() > WINDOW_NANOS;
                first = slots.peekFirst()) {
            slots.pollFirst();
        }
    }
}
