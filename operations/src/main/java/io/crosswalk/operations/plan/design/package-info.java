/** The target as a mapping wants it, as values: tables, columns, indexes, foreign keys, and what they are derived from. */
@NullMarked
package io.crosswalk.operations.plan.design;

import org.jspecify.annotations.NullMarked;
