/** Looks at the target's tables: whether they can take what the mapping gives them, and what else acts on them. */
@NullMarked
package io.crosswalk.operations.check.target;

import org.jspecify.annotations.NullMarked;
