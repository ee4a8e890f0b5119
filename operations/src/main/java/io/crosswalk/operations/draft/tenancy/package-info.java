/**
 * Which tables belong to a tenant, and along which foreign keys. Pure.
 */
@NullMarked
package io.crosswalk.operations.draft.tenancy;

import org.jspecify.annotations.NullMarked;
