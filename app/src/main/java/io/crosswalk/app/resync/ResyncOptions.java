package io.crosswalk.app.resync;

import java.util.Set;

/**
 * What somebody asked a resync for.
 *
 * @param dryRun look only
 * @param yes copy however much differs
 * @param tables the legacy tables to mend, by name or schema.name, where the slot itself is sound; empty for all
 */
public record ResyncOptions(boolean dryRun, boolean yes, Set<String> tables) {

    public ResyncOptions {
        tables = Set.copyOf(tables);
    }
}
