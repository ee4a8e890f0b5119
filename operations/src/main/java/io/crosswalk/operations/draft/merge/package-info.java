/**
 * Adds what is new to a file that somebody has edited, without touching the rest of its text. Pure.
 */
@NullMarked
package io.crosswalk.operations.draft.merge;

import org.jspecify.annotations.NullMarked;
