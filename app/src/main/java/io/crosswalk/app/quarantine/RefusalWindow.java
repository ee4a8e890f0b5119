package io.crosswalk.app.quarantine;

import io.crosswalk.operations.quarantine.Refusals;

import java.util.ArrayDeque;
import java.util.Deque;

/** The newest rows, as many as were asked for and little more: counted by rows, so that the same rows give the same answer. One thread. */
final class RefusalWindow {

    /** How finely old rows are forgotten. */
    private static final int PORTIONS = 100;

    private final int size;
    private final Deque<Refusals> portions = new ArrayDeque<>();
    private long rows;
    private long refused;

    RefusalWindow(int size) {
        this.size = size;
    }

    void add(long written, long refusedNow) {
        add(new Refusals(written + refusedNow, refusedNow));
        for (Refusals first = portions.peekFirst();
                first != null && rows - first.rows() >= size;
                first = portions.peekFirst()) {
            portions.removeFirst();
            rows -= first.rows();
            refused -= first.refused();
        }
    }

    private void add(Refusals newest) {
        Refusals last = portions.peekLast();
        if (last != null && last.rows() * PORTIONS < size) {
            portions.removeLast();
            portions.addLast(new Refusals(last.rows() + newest.rows(), last.refused() + newest.refused()));
        } else {
            portions.addLast(newest);
        }
        rows += newest.rows();
        refused += newest.refused();
    }

    Refusals refusals() {
        return new Refusals(rows, refused);
    }

    /** Begins again with what is known by now. */
    void replace(Refusals known) {
        portions.clear();
        portions.add(known);
        rows = known.rows();
        refused = known.refused();
    }
}
