package io.crosswalk.sink;

import io.crosswalk.pipeline.TargetTable;
import io.crosswalk.postgres.DatabaseAddress;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the sink has to know.
 *
 * @param name the migration's name: the key of its ledger row
 * @param address the target database
 * @param tables the target tables the mapping writes
 * @param retryFor how long a failure that may pass is retried before the sink gives up
 * @param cipher protects what the quarantine keeps
 */
public record SinkSettings(
        String name, DatabaseAddress address, List<TargetTable> tables, Duration retryFor, PayloadCipher cipher) {

    public SinkSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(cipher, "cipher");
        tables = List.copyOf(tables);
        if (retryFor.isNegative()) {
            throw new IllegalArgumentException("retryFor is negative");
        }
    }
}
