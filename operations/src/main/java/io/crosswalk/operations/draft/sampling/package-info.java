/**
 * Looks at some values of columns that may hold ids without a foreign key. Values stay in memory and never leave this package.
 */
@NullMarked
package io.crosswalk.operations.draft.sampling;

import org.jspecify.annotations.NullMarked;
