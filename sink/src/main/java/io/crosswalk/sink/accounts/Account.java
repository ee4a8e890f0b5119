package io.crosswalk.sink.accounts;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What the service is told about an account.
 *
 * @param id the UUID that it gets
 * @param email null when the user has none
 * @param passwordHash as the legacy application stored it; null when there is none, and when the account exists: it cannot be changed later
 * @param emailConfirmed whether the address counts as confirmed
 * @param userMetadata a JSON object, or null
 * @param appMetadata a JSON object, or null
 */
public record Account(
        String id,
        @Nullable String email,
        @Nullable String passwordHash,
        boolean emailConfirmed,
        @Nullable String userMetadata,
        @Nullable String appMetadata) {

    public Account {
        Objects.requireNonNull(id, "id");
    }

    /** The id only: everything else is personal or secret. */
    @Override
    public String toString() {
        return "account " + id;
    }
}
