package io.crosswalk.app.configuration;

import io.crosswalk.transformer.yaml.YamlNode;

import java.time.Duration;

/**
 * When the migration counts as ready.
 *
 * @param maxLag /health/ready answers 503 when the target is further behind the source
 */
public record ReadinessSettings(Duration maxLag) {

    public static final ReadinessSettings DEFAULTS = new ReadinessSettings(Duration.ofSeconds(30));

    static ReadinessSettings read(YamlNode node) {
        ReadinessSettings settings = new ReadinessSettings(
                node.duration("max_lag", DEFAULTS.maxLag, Duration.ofSeconds(1), Duration.ofDays(1)));
        node.rejectUnknownKeys();
        return settings;
    }
}
