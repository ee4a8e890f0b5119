/**
 * Expressions that read JSON: a value at a path, ids replaced at paths, a text put in as it is. What they do not replace stays as
 * PostgreSQL wrote it, character by character.
 */
@NullMarked
package io.crosswalk.transformer.expression.json;

import org.jspecify.annotations.NullMarked;
