/**
 * Turns legacy names into target names: snake case, no reserved words, at most 63 bytes, none twice. Pure.
 */
@NullMarked
package io.crosswalk.operations.draft.naming;

import org.jspecify.annotations.NullMarked;
