package io.crosswalk.app.configuration;

import io.crosswalk.transformer.yaml.YamlNode;

import java.time.Duration;

/**
 * The stream of changes.
 *
 * @param batchRows at most this many changes go into one target transaction, unless one source transaction has more
 * @param batchBytes and at most about this many bytes
 * @param heartbeat how often a row of ours is changed on the source, so that an idle one moves the slot too
 * @param retryFor how long a failure that may pass is retried
 * @param lockTimeout how long a statement of ours may wait for a lock that the application holds
 */
public record StreamSettings(
        int batchRows, long batchBytes, Duration heartbeat, Duration retryFor, Duration lockTimeout) {

    public static final StreamSettings DEFAULTS =
            new StreamSettings(10_000, 16L << 20, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(2));

    static StreamSettings read(YamlNode node) {
        StreamSettings settings = new StreamSettings(
                (int) node.integer("batch_rows", DEFAULTS.batchRows, 1, 1_000_000),
                node.integer("batch_bytes", DEFAULTS.batchBytes, 64L << 10, 1L << 30),
                node.duration("heartbeat", DEFAULTS.heartbeat, Duration.ofMillis(100), Duration.ofMinutes(1)),
                node.duration("retry_for", DEFAULTS.retryFor, Duration.ZERO, Duration.ofDays(7)),
                node.duration("lock_timeout", DEFAULTS.lockTimeout, Duration.ofMillis(10), Duration.ofMinutes(1)));
        node.rejectUnknownKeys();
        return settings;
    }
}
