/** References that are more than one id: composite keys, a column that names the table, arrays. */
@NullMarked
package io.crosswalk.transformer.expression.reference;

import org.jspecify.annotations.NullMarked;
