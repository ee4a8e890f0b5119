/**
 * What the legacy rows themselves say about their tenants: rows whose ways lead to different ones. Asked of the source, in SQL, before
 * anything is migrated.
 */
@NullMarked
package io.crosswalk.operations.tenancy;

import org.jspecify.annotations.NullMarked;
