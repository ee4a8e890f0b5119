/**
 * Whether the legacy schema is still the one that the mapping was made for: a print of its catalog is kept in the target, compared with
 * the catalog of the moment, and every difference gets a verdict.
 */
@NullMarked
package io.crosswalk.operations.drift;

import org.jspecify.annotations.NullMarked;
