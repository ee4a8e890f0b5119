package io.crosswalk.app.migration.guard;

import io.crosswalk.app.status.RunPhase;

/**
 * Tells from the server's side that a stream is dead: where a network swallowed its end, the stream's own side waits on without a word.
 * Lives as long as one attempt, in which nothing comes after the stream. One thread.
 */
final class SenderWatch {

    /** Looks without a walsender that a stream had before; more where its start took longer. */
    static final int GONE = 10;

    /** Behind a big transaction the stream begins once more, within the attempt, and takes as long as it took before. */
    static final int STARTS = 3;

    /** Looks without one from the stream's beginning on: it first reads the whole catalog. */
    static final int NEVER_SEEN = 300;

    private boolean streams;
    private boolean seen;
    private int patience = NEVER_SEEN;
    private int looksWithout;

    /**
     * True when the stream has to begin anew.
     *
     * @param phase what the migrator does
     * @param active whether a walsender serves the slot now
     */
    boolean isDead(RunPhase phase, boolean active) {
        // A stream goes on while its sink tries again, and while it is paused.
        streams |= phase == RunPhase.STREAMING || phase == RunPhase.CATCHING_UP;
        // One that is seen before belongs to our dead predecessor.
        if (streams && active && !seen) {
            seen = true;
            patience = Math.max(GONE, STARTS * looksWithout);
        }
        looksWithout = streams && !active ? looksWithout + 1 : 0;
        return looksWithout >= patience;
    }

    /** For how many looks in a row there has been none. */
    int looksWithout() {
        return looksWithout;
    }
}
