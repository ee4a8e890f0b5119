package io.crosswalk.app.migration.guard;

import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.status.WalLimits.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the WAL that the slot keeps into what the policy wants, each time it crosses a limit. It has to sink by half before a limit
 * counts as crossed again. Thread-safe.
 */
public final class WalPressure {

    private static final Logger LOG = LoggerFactory.getLogger(WalPressure.class);

    /** What the policies ask for; called by the watch's thread. */
    public interface Reaction {

        /** Nothing more is written until an operator resumes. */
        void pause(String reason);

        /** The slot has to go, and the run with it. */
        void dropOut(String reason);

        /** The stream may yield to the backfill again. */
        void relieved();
    }

    private final WalLimits limits;
    private final Reaction reaction;
    private boolean warned;
    private boolean over;

    public WalPressure(WalLimits limits, Reaction reaction) {
        this.limits = limits;
        this.reaction = reaction;
    }

    /** True while the backfill has to yield to the stream. */
    public synchronized boolean isThrottling() {
        return over && limits.policy() == Policy.THROTTLE;
    }

    /** Called with what the slot keeps, each time somebody has looked. */
    public void look(long retainedBytes) {
        if (crosses(retainedBytes)) {
            String reason = "the source keeps " + retainedBytes + " bytes of WAL for this migration, over the limit of "
                    + limits.limitBytes() + " (wal.limit_bytes)";
            switch (limits.policy()) {
                case THROTTLE -> LOG.warn("{}: the backfill yields until the stream has caught up", reason);
                case PAUSE -> reaction.pause(reason);
                case DROP -> reaction.dropOut(reason);
            }
        }
    }

    private boolean crosses(long retainedBytes) {
        boolean relieved;
        boolean crossed;
        synchronized (this) {
            warn(retainedBytes);
            crossed = !over && limits.isOverLimit(retainedBytes);
            relieved = over && !limits.isOverLimit(2 * retainedBytes);
            over = crossed || over && !relieved;
        }
        if (relieved) {
            LOG.info("the source keeps {} bytes of WAL, far below the limit again", retainedBytes);
            reaction.relieved();
        }
        return crossed;
    }

    private void warn(long retainedBytes) {
        if (limits.isOverWarning(retainedBytes) && !warned) {
            LOG.warn(
                    "the source keeps {} bytes of WAL for this migration (wal.warn_bytes: {})",
                    retainedBytes,
                    limits.warnBytes());
            warned = true;
        } else if (!limits.isOverWarning(2 * retainedBytes)) {
            warned = false;
        }
    }
}
