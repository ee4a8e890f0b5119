/**
 * Mends a migration whose stream was broken: a new slot and snapshot, a comparison of every key range with what the target holds, and a
 * copy of the ranges that differ. Everything done is in the ledger, so that it may be killed and run again.
 */
@NullMarked
package io.crosswalk.app.resync;

import org.jspecify.annotations.NullMarked;
