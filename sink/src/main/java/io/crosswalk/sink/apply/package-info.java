/**
 * Changes of the source become rows of the target, inside a transaction that is open: the order of tables, the net effect of a run, one row at
 * a time where the data is at fault, and rows that waited and may come in. Everything below is put together here.
 */
@NullMarked
package io.crosswalk.sink.apply;

import org.jspecify.annotations.NullMarked;
