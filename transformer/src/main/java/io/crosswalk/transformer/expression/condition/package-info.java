/**
 * Expressions that look at a value before they give one: whether it is there, and which one it is.
 */
@NullMarked
package io.crosswalk.transformer.expression.condition;

import org.jspecify.annotations.NullMarked;
