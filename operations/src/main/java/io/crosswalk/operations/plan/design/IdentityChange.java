package io.crosswalk.operations.plan.design;

import io.crosswalk.pipeline.row.TableId;

import java.util.Optional;

/**
 * A replica identity that a legacy table needs and does not have.
 *
 * @param relation the table, or one of its partitions
 * @param wanted as ALTER TABLE writes it: {@code FULL}, {@code USING INDEX "a_key"}
 * @param former what it has now; empty where that cannot be said in SQL alone
 */
public record IdentityChange(TableId relation, String wanted, Optional<String> former) {}
