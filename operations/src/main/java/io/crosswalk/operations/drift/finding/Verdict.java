package io.crosswalk.operations.drift.finding;

import java.util.Locale;

/** What a change of the legacy schema means for a migration, the gravest last. */
public enum Verdict {
    /** Nothing that is migrated changes its meaning. */
    CONTINUE,
    /** The stream goes on; a cutover has to wait until the mapping accounts for it or somebody accepts it. */
    NEEDS_MAPPING,
    /** What the target holds, or would get, is no longer what the mapping says. */
    STOPS;

    /** As people read it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
