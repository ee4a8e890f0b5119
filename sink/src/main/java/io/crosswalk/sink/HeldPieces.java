package io.crosswalk.sink;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.sink.rows.Tally;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of one source transaction that the open target transaction holds: a big one travels in several batches. The rest of a
 * transaction is nothing without its beginning. One thread.
 */
final class HeldPieces {

    /** What they have written; null while there are none. */
    private @Nullable Tally written;

    private int count;
    private final List<Marker> markers = new ArrayList<>();

    boolean isOpen() {
        return written != null;
    }

    /** What they have written, to be added to. */
    Tally tally() {
        return written == null ? new Tally() : written;
    }

    /**
     * Refuses a piece that others come between.
     *
     * @param before how many pieces come before it
     */
    void require(int before) {
        if (count != before) {
            throw SinkException.passing(
                    "a transaction that travels in pieces goes on with piece " + before + ", and the target has "
                            + count + " of it; it is read again from the slot",
                    null);
        }
    }

    void keep(Tally all, List<Marker> further) {
        written = all;
        count++;
        markers.addAll(further);
    }

    /** Their markers, and those of the last piece. */
    List<Marker> markersWith(List<Marker> last) {
        List<Marker> all = new ArrayList<>(markers);
        all.addAll(last);
        return List.copyOf(all);
    }

    void forget() {
        written = null;
        count = 0;
        markers.clear();
    }
}
