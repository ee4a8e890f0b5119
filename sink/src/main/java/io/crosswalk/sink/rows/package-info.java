/**
 * Rows on their way into the target's tables, and the statements that write them. Knows nothing of look-ups, order or the quarantine.
 */
@NullMarked
package io.crosswalk.sink.rows;

import org.jspecify.annotations.NullMarked;
