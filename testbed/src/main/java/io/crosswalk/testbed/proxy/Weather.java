package io.crosswalk.testbed.proxy;

import java.time.Duration;

/**
 * What the proxy does to bytes that pass. Immutable.
 *
 * @param delay how long every portion waits before it goes on
 * @param bytesPerSecond the bandwidth of each direction of a connection; 0 means no limit
 * @param swallows true: nothing arrives, and nobody is told. A connection that lost a byte in this way stays silent for good, as one does
 *     whose entry a firewall has forgotten
 */
public record Weather(Duration delay, long bytesPerSecond, boolean swallows) {

    /** Nothing is held up. */
    public static final Weather CLEAR = new Weather(Duration.ZERO, 0, false);

    /** Everything is accepted, and nothing arrives. */
    public static final Weather BLACK_HOLE = new Weather(Duration.ZERO, 0, true);

    public Weather {
        if (delay.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("neither delay nor bandwidth may be negative");
        }
    }

    public static Weather delay(Duration delay) {
        return new Weather(delay, 0, false);
    }

    public static Weather bandwidth(long bytesPerSecond) {
        return new Weather(Duration.ZERO, bytesPerSecond, false);
    }
}
