package io.crosswalk.testbed.torture;

/**
 * How a torture writes.
 *
 * @param seed where all chance comes from
 * @param sessions that write at once
 * @param transactionsPerSecond of all sessions together, at most
 */
public record TortureSettings(long seed, int sessions, double transactionsPerSecond) {

    public TortureSettings {
        if (sessions < 1 || !(transactionsPerSecond > 0)) {
            throw new IllegalArgumentException("needs a rate above zero and at least one session");
        }
    }
}
