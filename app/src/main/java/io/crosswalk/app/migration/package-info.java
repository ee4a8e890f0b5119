/**
 * The migration itself: prepare both sides, copy what is there, build indexes, then follow what happens. {@code Migration.run} reads as
 * the runbook; source, transform and sink meet in {@code Streaming}, in one line.
 */
@NullMarked
package io.crosswalk.app.migration;

import org.jspecify.annotations.NullMarked;
