/**
 * Rows leave their tables: deleted by the source, refused, or left without the parent they hang on. With what is remembered of them, and the
 * way back into the form in which the transform made them.
 */
@NullMarked
package io.crosswalk.sink.removal;

import org.jspecify.annotations.NullMarked;
