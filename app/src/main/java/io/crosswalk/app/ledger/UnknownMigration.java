package io.crosswalk.app.ledger;

import io.crosswalk.pipeline.SinkException;

/** What to say when the target has no ledger for a migration. */
public final class UnknownMigration {

    private UnknownMigration() {}

    public static SinkException named(String name) {
        return SinkException.lasting(
                "the target has no ledger for " + name + ", and no process runs it: start it with crosswalk run", null);
    }
}
