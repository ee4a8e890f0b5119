/** Rows in motion: what happens is followed, measured and reported. {@code Streaming} is where source, transform and sink meet. */
@NullMarked
package io.crosswalk.app.migration.streaming;

import org.jspecify.annotations.NullMarked;
