package io.crosswalk.testbed.schema;

/**
 * A column.
 *
 * @param notNull by itself or by its domain
 * @param generated computed by the server: never written
 * @param identityAlways GENERATED ALWAYS AS IDENTITY: written by the server alone
 * @param counted its default is the next number of a sequence
 */
public record Column(
        String name, ColumnType type, boolean notNull, boolean generated, boolean identityAlways, boolean counted) {

    /** True when an INSERT may name it. */
    public boolean isWritten() {
        return !generated && !identityAlways;
    }
}
