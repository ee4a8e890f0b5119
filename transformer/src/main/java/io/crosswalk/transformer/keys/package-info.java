/**
 * Legacy ids to UUIDs and back: arithmetic where a CUID fits, the id itself where it already is a UUID, a name-based
 * UUID for the rest. Pure functions: the same id gives the same key on any machine, here and in the SQL of the target.
 */
@NullMarked
package io.crosswalk.transformer.keys;

import org.jspecify.annotations.NullMarked;
