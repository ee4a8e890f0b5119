package io.crosswalk.app.commands;

import io.crosswalk.pipeline.SinkException;

/** What to say when the target has no ledger for a migration. */
final class UnknownMigration {

    private UnknownMigration() {}

    static SinkException named(String name) {
        return SinkException.lasting(
                "the target has no ledger for " + name + ", and no process runs it: start it with crosswalk run", null);
    }
}
