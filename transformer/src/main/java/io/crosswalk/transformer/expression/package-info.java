/**
 * What a target column can be made of. Expressions are values: they know which legacy columns they read, and what they give depends
 * on the legacy row and on the {@link io.crosswalk.transformer.expression.Binding} of the place they stand in, and on nothing else.
 */
@NullMarked
package io.crosswalk.transformer.expression;

import org.jspecify.annotations.NullMarked;
