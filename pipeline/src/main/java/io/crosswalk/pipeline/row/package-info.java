/** Rows and what they hold: known values as PostgreSQL's own text, and symbolic ones that the sink resolves. */
@NullMarked
package io.crosswalk.pipeline.row;

import org.jspecify.annotations.NullMarked;
