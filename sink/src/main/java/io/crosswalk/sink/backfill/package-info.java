/**
 * Fills the target once: chunks and the record of them, indexes and foreign keys that are taken away meanwhile, and what can be decided
 * only when every row is there.
 */
@NullMarked
package io.crosswalk.sink.backfill;

import org.jspecify.annotations.NullMarked;
