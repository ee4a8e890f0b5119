/** Looks at the target: what is there already, what the mapping needs of its tables, and what else acts on them. */
@NullMarked
package io.crosswalk.operations.check.target;

import org.jspecify.annotations.NullMarked;
