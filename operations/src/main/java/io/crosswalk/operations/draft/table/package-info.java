/**
 * What a draft decides about one legacy table. Pure.
 */
@NullMarked
package io.crosswalk.operations.draft.table;

import org.jspecify.annotations.NullMarked;
