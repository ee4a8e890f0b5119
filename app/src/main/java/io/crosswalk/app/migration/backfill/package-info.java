/** Rows at rest: where a migration begins or goes on, chunks read and loaded in parallel, indexes and foreign keys afterwards. */
@NullMarked
package io.crosswalk.app.migration.backfill;

import org.jspecify.annotations.NullMarked;
