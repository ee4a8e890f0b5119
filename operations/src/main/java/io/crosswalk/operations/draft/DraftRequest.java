package io.crosswalk.operations.draft;

import io.crosswalk.postgres.DatabaseAddress;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What somebody wants drafted.
 *
 * @param source the legacy database
 * @param target the database of the new schema, when it is known already
 * @param tenant the legacy table of the tenants
 * @param users the legacy table of the users, when they become accounts
 * @param match the column of that table that holds the e-mail address; else it is looked for
 * @param output the file to write or to add to; empty for a draft that is only printed
 * @param sampling how long looking at values of columns without foreign keys may take; empty for not at all
 */
public record DraftRequest(
        DatabaseAddress source,
        Optional<DatabaseAddress> target,
        Optional<String> tenant,
        Optional<String> users,
        Optional<String> match,
        Optional<Path> output,
        Optional<Duration> sampling) {

    /** Whether both sides are one database, so that target tables are among the legacy ones. */
    boolean isOneDatabase() {
        return target.filter(it -> it.host().equals(source.host())
                        && it.port() == source.port()
                        && it.database().equals(source.database()))
                .isPresent();
    }
}
