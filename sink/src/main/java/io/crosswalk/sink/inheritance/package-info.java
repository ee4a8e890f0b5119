/**
 * Columns that repeat a parent's, above all the tenant: carried down when the parent moves, and recorded where they may come from elsewhere
 * too.
 */
@NullMarked
package io.crosswalk.sink.inheritance;

import org.jspecify.annotations.NullMarked;
