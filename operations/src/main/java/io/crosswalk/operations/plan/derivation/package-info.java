/**
 * Derives what a target has to look like from a mapping and the legacy catalog: columns, keys, indexes, foreign keys, the trigger of
 * accounts. Pure; nothing here knows which of it the target has already.
 */
@NullMarked
package io.crosswalk.operations.plan.derivation;

import org.jspecify.annotations.NullMarked;
