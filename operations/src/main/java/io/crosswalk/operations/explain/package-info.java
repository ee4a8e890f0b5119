/** Explains one legacy row: what it is, what the mapping makes of it, and what the target holds. Secrets are masked. */
@NullMarked
package io.crosswalk.operations.explain;

import org.jspecify.annotations.NullMarked;
