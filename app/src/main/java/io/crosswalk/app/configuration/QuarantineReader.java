package io.crosswalk.app.configuration;

import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.transformer.yaml.YamlNode;

/** Reads how many rows may be set aside. */
final class QuarantineReader {

    /** A normal migration sets a few per cent of its rows aside. */
    static final QuarantineLimits DEFAULTS = new QuarantineLimits(1_000_000, 50, 10_000);

    private QuarantineReader() {}

    static QuarantineLimits read(YamlNode node) {
        long rows = node.integer("max_rows", DEFAULTS.maxRows(), 0, 1_000_000_000_000L);
        int percent = (int) node.integer("max_percent", DEFAULTS.maxPercent(), 0, 99);
        int of = (int) node.integer("percent_of", DEFAULTS.percentOf(), 10, 100_000_000);
        node.rejectUnknownKeys();
        return new QuarantineLimits(rows, percent, of);
    }
}
