/**
 * What looks on while a migration runs, and slows, pauses or ends it: slot and WAL, the target, drift of the legacy schema, an operator's
 * pause.
 */
@NullMarked
package io.crosswalk.app.migration.guard;

import org.jspecify.annotations.NullMarked;
