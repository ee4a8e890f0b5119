/** Columns that refer to several rows, or to rows of several tables, and what is asked about them in the target. */
@NullMarked
package io.crosswalk.transformer.parents;

import org.jspecify.annotations.NullMarked;
