/**
 * Holds a mapping against itself and against the catalogs of both sides, and finds everything that is wrong at once.
 */
@NullMarked
package io.crosswalk.transformer.mapping.check;

import org.jspecify.annotations.NullMarked;
