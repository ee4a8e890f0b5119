/** Tables as the mapping sees them, and the table of ids between both sides. */
@NullMarked
package io.crosswalk.pipeline.table;

import org.jspecify.annotations.NullMarked;
