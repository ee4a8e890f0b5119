package io.crosswalk.operations.plan.ddl;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;

/** Statements that stop a rollback before it loses rows, also when somebody runs the file by hand. */
final class Guards {

    private Guards() {}

    /** Raises when the table holds rows. */
    static String empty(TableId table) {
        return raising(
                table, "EXISTS (SELECT FROM " + Identifiers.quote(table) + ")", "table " + table + " holds rows");
    }

    /** Raises when the column holds values. */
    static String empty(TableId table, String column) {
        return raising(
                table,
                "EXISTS (SELECT FROM " + Identifiers.quote(table) + " WHERE " + Identifiers.quote(column)
                        + " IS NOT NULL)",
                "column " + column + " of " + table + " holds values");
    }

    private static String raising(TableId table, String condition, String message) {
        return block("""
                    IF to_regclass(%s) IS NOT NULL THEN
                        IF %s THEN
                            RAISE EXCEPTION USING MESSAGE = %s;
                        END IF;
                    END IF;
                """.formatted(
                        Identifiers.literal(Identifiers.quote(table)),
                        condition,
                        Identifiers.literal(message + ": nothing is rolled back")));
    }

    /** An anonymous block; the tag of its quotes occurs in none of the given text. */
    static String block(String body) {
        String tag = "$crosswalk$";
        for (int i = 0; body.contains(tag); i++) {
            tag = "$crosswalk" + i + "$";
        }
        return "DO " + tag + "\nBEGIN\n" + body + "END\n" + tag + ";";
    }
}
