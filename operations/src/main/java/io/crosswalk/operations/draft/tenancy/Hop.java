package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.row.TableId;

/**
 * A step from a row to its parent.
 *
 * @param table the child's table
 * @param column the column of the child that holds the parent's id
 * @param nullable whether some rows may have no parent
 * @param parent the parent's table
 */
public record Hop(TableId table, String column, boolean nullable, TableId parent) {}
