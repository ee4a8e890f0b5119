/**
 * Compares both sides while nothing changes: every legacy row is mapped again and every value is compared with what the target holds. The
 * source must be quiet and drained; the online verification at a barrier comes with the cutover.
 */
@NullMarked
package io.crosswalk.operations.comparison;

import org.jspecify.annotations.NullMarked;
