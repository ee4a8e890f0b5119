package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What to say about a table whose rows nothing names: no primary key, and no unique index over NOT NULL columns. Its updates and deletes
 * could not name their row, so it cannot be followed. Pure.
 */
public final class MissingKey {

    /** What is the case. */
    public static final String WHAT =
            "has no primary key and no unique index over NOT NULL columns, so its updates and deletes could not name their row";

    private MissingKey() {}

    /** What to do where nothing is known of the values: statements to choose from, in one line. */
    public static String remedy(TableId table) {
        return "CREATE UNIQUE INDEX CONCURRENTLY ON " + Identifiers.quote(table)
                + " (...); -- over NOT NULL columns that are unique together. Or: " + lockTimeout() + " "
                + addColumn(table) + " -- rewrites the table under an exclusive lock";
    }

    /**
     * The statements that make columns a key, in order. Only the short ones lock out writers.
     *
     * @param nullable the columns of the table that may be NULL
     */
    public static List<String> uniqueIndex(TableId table, List<String> columns, Set<String> nullable) {
        String name = Identifiers.quote(table);
        List<String> statements = new ArrayList<>();
        statements.add("CREATE UNIQUE INDEX CONCURRENTLY ON " + name + " (" + Identifiers.quoteAll(columns) + ");");
        List<String> open = columns.stream().filter(nullable::contains).toList();
        if (!open.isEmpty()) {
            statements.add(lockTimeout());
        }
        for (String column : open) {
            // A valid CHECK spares SET NOT NULL the scan under its lock (manual, ALTER TABLE).
            String check = Identifiers.quote(column.length() > 40 ? "crosswalk_not_null" : column + "_not_null");
            String quoted = Identifiers.quote(column);
            statements.add("ALTER TABLE " + name + " ADD CONSTRAINT " + check + " CHECK (" + quoted
                    + " IS NOT NULL) NOT VALID;");
            statements.add("ALTER TABLE " + name + " VALIDATE CONSTRAINT " + check + ";");
            statements.add("ALTER TABLE " + name + " ALTER COLUMN " + quoted + " SET NOT NULL;");
            statements.add("ALTER TABLE " + name + " DROP CONSTRAINT " + check + ";");
        }
        return statements;
    }

    /** A key of its own, for rows that nothing else tells apart. The server rewrites the table under an exclusive lock. */
    public static String addColumn(TableId table) {
        return "ALTER TABLE " + Identifiers.quote(table)
                + " ADD COLUMN crosswalk_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;";
    }

    /** What keeps a statement that waits for its lock from holding up everybody behind it. */
    public static String lockTimeout() {
        return "SET lock_timeout = '2s';";
    }
}
