package io.crosswalk.app.configuration;

import java.util.UUID;

/**
 * What ids that cannot be computed are made from.
 *
 * @param namespace the UUIDv5 namespace of the migration: a secret, because whoever knows it can compute new ids from old ones
 */
public record Keys(UUID namespace) {

    @Override
    public String toString() {
        return "Keys[namespace hidden]";
    }
}
