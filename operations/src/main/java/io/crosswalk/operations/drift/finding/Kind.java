package io.crosswalk.operations.drift.finding;

import java.util.Locale;

/** What happened to a legacy table, column or type. */
public enum Kind {
    TABLE_NEW,
    TABLE_GONE,
    TABLE_RENAMED,
    TABLE_REMADE,
    COLUMN_NEW,
    COLUMN_GONE,
    COLUMN_RENAMED,
    COLUMN_REMADE,
    /** The mapping has come to use a column that the rows in the target were made without. */
    COLUMN_UNREAD,
    COLUMN_TYPE,
    COLUMN_NULLS,
    COLUMN_DEFAULT,
    /** Rows may have got other values without a change in the WAL. */
    ROWS_REWRITTEN,
    KEY,
    REPLICA_IDENTITY,
    LABEL_NEW,
    LABEL_RENAMED,
    DOMAIN;

    /** As it stands in the name of a finding. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether an operator who has looked may say that the rows are right all the same. */
    boolean isAboutValues() {
        return this == COLUMN_TYPE || this == ROWS_REWRITTEN;
    }
}
