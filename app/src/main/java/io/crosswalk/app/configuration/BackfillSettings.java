package io.crosswalk.app.configuration;

import io.crosswalk.transformer.yaml.YamlNode;

/**
 * The copy of the rows that are there already.
 *
 * @param readers connections that read the source in parallel
 * @param chunkRows about how many rows one target transaction loads
 */
public record BackfillSettings(int readers, int chunkRows) {

    public static final BackfillSettings DEFAULTS = new BackfillSettings(2, 20_000);

    static BackfillSettings read(YamlNode node) {
        BackfillSettings settings = new BackfillSettings((int) node.integer("readers", DEFAULTS.readers, 1, 64), (int)
                node.integer("chunk_rows", DEFAULTS.chunkRows, 100, 1_000_000));
        node.rejectUnknownKeys();
        return settings;
    }
}
