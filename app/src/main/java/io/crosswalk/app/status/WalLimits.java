package io.crosswalk.app.status;

import java.util.Objects;

/**
 * How much WAL the source may keep for the slot (promise P7).
 *
 * @param warnBytes more than this is worth a warning; 0 for none
 * @param limitBytes more than this calls the policy; 0 for none
 * @param policy what happens over the limit
 */
public record WalLimits(long warnBytes, long limitBytes, Policy policy) {

    /** No warning and no limit. */
    public static final WalLimits NONE = new WalLimits(0, 0, Policy.THROTTLE);

    /** What happens when the source keeps more than the limit. */
    public enum Policy {
        /** The backfill yields to the stream, until less than half of the limit is kept. */
        THROTTLE,
        /** Everything waits for {@code crosswalk resume}; the slot stays. */
        PAUSE,
        /** The slot is dropped, and the run ends. */
        DROP
    }

    public WalLimits {
        Objects.requireNonNull(policy, "policy");
        if (warnBytes < 0 || limitBytes < 0) {
            throw new IllegalArgumentException("a limit is 0 or more bytes");
        }
    }

    public boolean isOverWarning(long retainedBytes) {
        return warnBytes > 0 && retainedBytes > warnBytes;
    }

    public boolean isOverLimit(long retainedBytes) {
        return limitBytes > 0 && retainedBytes > limitBytes;
    }
}
