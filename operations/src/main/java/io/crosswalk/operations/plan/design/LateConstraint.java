package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;

/**
 * A constraint that a target table gets only after the cutover, because migrated rows may break it: the legacy database has never looked
 * at all of its rows, or at any moment but the end of a transaction.
 *
 * @param definition what follows its name: {@code CHECK ((a > 0)) NOT VALID}
 */
public record LateConstraint(TableId table, String name, String definition) {}
