/**
 * What is missing in a target, as SQL statements with what undoes them, in the phases of a migration. Pure: the databases were read
 * before, and are written by others.
 */
@NullMarked
package io.crosswalk.operations.plan.ddl;

import org.jspecify.annotations.NullMarked;
