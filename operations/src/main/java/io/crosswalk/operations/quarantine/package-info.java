/**
 * What people see of the quarantine and what they may say about it: rows with their reasons, never their values; try this one again; this one
 * may stay out. Reads and marks {@code crosswalk.quarantine}; rows are applied by the sink alone.
 */
@NullMarked
package io.crosswalk.operations.quarantine;

import org.jspecify.annotations.NullMarked;
