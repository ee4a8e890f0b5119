/**
 * Expressions that make texts of texts, and numbers of texts.
 */
@NullMarked
package io.crosswalk.transformer.expression.text;

import org.jspecify.annotations.NullMarked;
