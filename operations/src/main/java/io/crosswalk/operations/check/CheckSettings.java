package io.crosswalk.operations.check;

import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.transformer.mapping.Mapping;

import java.time.Duration;
import java.util.UUID;

/**
 * What is checked, and how carefully.
 *
 * @param name the migration's name; slot and publication are called {@code crosswalk_<name>}
 * @param mappingDigest digest of the mapping's text, compared with the one in the ledger
 * @param namespace the migration's secret namespace
 * @param patience how long one statement may take; what takes longer is reported as not measured
 * @param longTransaction a transaction of the source that is older is reported
 * @param sampleRows how many rows of each legacy table are mapped to try their values against the target
 */
public record CheckSettings(
        String name,
        DatabaseAddress source,
        DatabaseAddress target,
        Mapping mapping,
        String mappingDigest,
        UUID namespace,
        Duration patience,
        Duration longTransaction,
        int sampleRows) {

    /** Nobody waits for a lock of the application because of a check. */
    static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    public CheckSettings {
        if (patience.toMillis() < 1 || sampleRows < 0) {
            throw new IllegalArgumentException(
                    "the patience is at least a millisecond, and the sample is not negative");
        }
    }

    /** The name of the migration's replication slot and publication. */
    public String slot() {
        return "crosswalk_" + name;
    }

    /** Shows no namespace. */
    @Override
    public String toString() {
        return "check of " + name;
    }
}
