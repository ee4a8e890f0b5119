package io.crosswalk.app.configuration;

import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.transformer.yaml.YamlNode;

import java.time.Duration;

/**
 * The copy of the rows that are there already.
 *
 * @param readers connections that read the source in parallel
 * @param chunkRows about how many rows one target transaction loads
 * @param throttle from when on the source is so busy that the readers wait
 */
public record BackfillSettings(int readers, int chunkRows, ThrottleLimits throttle) {

    public static final BackfillSettings DEFAULTS = new BackfillSettings(2, 20_000, ThrottleLimits.DEFAULTS);

    static BackfillSettings read(YamlNode node) {
        BackfillSettings settings = new BackfillSettings(
                (int) node.integer("readers", DEFAULTS.readers, 1, 64),
                (int) node.integer("chunk_rows", DEFAULTS.chunkRows, 100, 1_000_000),
                new ThrottleLimits(
                        node.flag("throttle", DEFAULTS.throttle.enabled()),
                        (int) node.integer("busy_sessions", DEFAULTS.throttle.activeSessions(), 1, 100_000),
                        node.duration(
                                "busy_replica_lag",
                                DEFAULTS.throttle.replicaLag(),
                                Duration.ofMillis(100),
                                Duration.ofHours(1)),
                        node.integer("busy_slowdown", Math.round(DEFAULTS.throttle.slowdown()), 2, 1_000)));
        node.rejectUnknownKeys();
        return settings;
    }
}
