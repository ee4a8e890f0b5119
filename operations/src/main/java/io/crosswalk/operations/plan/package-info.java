/**
 * The plan of a migration: what the target has to look like for a mapping, as SQL in phases with their rollbacks, and a report. Deriving
 * it is pure; both databases are only read.
 */
@NullMarked
package io.crosswalk.operations.plan;

import org.jspecify.annotations.NullMarked;
