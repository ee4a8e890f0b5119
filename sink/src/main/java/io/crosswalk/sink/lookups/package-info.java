/**
 * What symbolic values lead to when a row is written: look-ups, their alternatives, and the ids that are recorded for legacy rows.
 */
@NullMarked
package io.crosswalk.sink.lookups;

import org.jspecify.annotations.NullMarked;
