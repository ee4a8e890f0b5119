/** Looks at the legacy rows, in sets and under a time limit: which of them would wait in the quarantine, and why. Counts, never values. */
@NullMarked
package io.crosswalk.operations.check.data;

import org.jspecify.annotations.NullMarked;
