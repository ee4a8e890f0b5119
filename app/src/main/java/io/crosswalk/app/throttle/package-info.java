/**
 * How the backfill yields to the legacy application (promise P7): what the source shows of its load becomes a pace, and readers wait
 * accordingly before each chunk.
 */
@NullMarked
package io.crosswalk.app.throttle;

import org.jspecify.annotations.NullMarked;
