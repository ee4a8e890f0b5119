/**
 * Looks at the types of the target's columns: whether they can hold what the mapping writes there.
 */
@NullMarked
package io.crosswalk.operations.check.target.types;

import org.jspecify.annotations.NullMarked;
