package io.crosswalk.operations.drift;

/**
 * A column of a legacy table at one moment.
 *
 * @param number {@code attnum}: never given twice in a table, so it tells a renamed column from one that was made anew
 * @param type as {@code format_type} writes it
 * @param typeOid tells a type from another one of the same name
 * @param enumOid the enum that the type is, or an array of; 0 for other types
 * @param domain what the type's domain demands; empty for other types
 * @param generated computed by the server: it never arrives
 * @param version the transaction that wrote the column's catalog row; every ALTER of the column leaves another one
 */
record ColumnPrint(
        int number,
        String name,
        String type,
        long typeOid,
        long enumOid,
        String domain,
        boolean notNull,
        boolean hasDefault,
        boolean generated,
        String version) {

    /** Without the trace that an ALTER leaves even when it changes nothing. */
    ColumnPrint shape() {
        return new ColumnPrint(number, name, type, typeOid, enumOid, domain, notNull, hasDefault, generated, "");
    }
}
