/**
 * JSON columns that are made of other tables' rows, and the tables of the control schema that hold those rows.
 */
@NullMarked
package io.crosswalk.sink.folds;

import org.jspecify.annotations.NullMarked;
