/** Conversions of PostgreSQL's text forms into those of another type, by PostgreSQL's own rules. */
@NullMarked
package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.NullMarked;
