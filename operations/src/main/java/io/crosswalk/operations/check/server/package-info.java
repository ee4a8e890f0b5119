/** Looks at the two servers: versions, WAL, roles, clocks, encodings, and whoever else works there. */
@NullMarked
package io.crosswalk.operations.check.server;

import org.jspecify.annotations.NullMarked;
