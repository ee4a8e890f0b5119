/**
 * Rows that are set aside, whole: why, what they wait for, how they are sealed and read again.
 */
@NullMarked
package io.crosswalk.sink.quarantine;

import org.jspecify.annotations.NullMarked;
