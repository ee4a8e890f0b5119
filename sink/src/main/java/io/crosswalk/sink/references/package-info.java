/**
 * References whose parent is missing or may be, alone in a column or among others: which are in doubt, and what the target remembers of the
 * parent until it comes.
 */
@NullMarked
package io.crosswalk.sink.references;

import org.jspecify.annotations.NullMarked;
