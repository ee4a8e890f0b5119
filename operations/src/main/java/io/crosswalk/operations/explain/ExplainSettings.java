package io.crosswalk.operations.explain;

import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.secrets.Sealer;

import java.util.Optional;
import java.util.UUID;

/**
 * The migration that a row is explained for.
 *
 * @param namespace the migration's secret namespace
 * @param sealer opens what the target holds sealed, to compare it; empty without a keyset
 */
public record ExplainSettings(
        String name,
        DatabaseAddress source,
        DatabaseAddress target,
        Mapping mapping,
        UUID namespace,
        Optional<Sealer> sealer) {

    /** Shows no namespace. */
    @Override
    public String toString() {
        return "explain of " + name;
    }
}
