package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.TableId;

import java.util.Collection;

/** An expression that gives new ids of legacy rows. */
public interface Reference extends Expression {

    /** The legacy tables whose ids it gives. */
    Collection<TableId> legacyTables();

    /** Whether an id of a user becomes the id of the account. */
    boolean givesAccounts();
}
