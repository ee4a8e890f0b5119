/**
 * The migration itself: prepare both sides, copy what is there, build indexes, then follow what happens. {@code Migration.run} reads as
 * the runbook; the packages below hold its parts, each of which uses those before it only: {@code preparation}, {@code guard},
 * {@code backfill}, {@code streaming}.
 */
@NullMarked
package io.crosswalk.app.migration;

import org.jspecify.annotations.NullMarked;
