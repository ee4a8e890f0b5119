/**
 * The control schema in the target, and what it records of a migration as a whole: where it stands, and what is known of the source.
 */
@NullMarked
package io.crosswalk.sink.ledger;

import org.jspecify.annotations.NullMarked;
