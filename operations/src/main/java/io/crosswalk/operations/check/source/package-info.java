/** Looks at the legacy tables: what the WAL says of their rows, and what kind of relations they are. */
@NullMarked
package io.crosswalk.operations.check.source;

import org.jspecify.annotations.NullMarked;
