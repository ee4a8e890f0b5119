package io.crosswalk.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The settings under which a session writes every value in one text form and reads each text as the value it was, whatever the defaults
 * of server, database and role are. Backfill, stream, sink and comparison all use it, so their texts are equal where the values are.
 */
public final class TextForm {

    // lc_monetary: the number of decimals of money. xmloption: XML that is no whole document. quote_all_identifiers and
    // search_path: the names that regclass and its kin show. array_nulls: NULL in arrays.
    private static final String SETTINGS = """
            SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3;
            SET bytea_output = 'hex'; SET lc_monetary = 'C'; SET xmloption = 'content'; SET quote_all_identifiers = off;
            SET array_nulls = on; SET search_path = pg_catalog""";

    private TextForm() {}

    /** Sets the session. */
    public static void enter(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        }
    }

    /**
     * A text as a value of a type, by the type's own input function, as COPY reads it. A plain cast takes another function for these two:
     * it reads a {@code regclass} as a name only, where a number stands for a table that is gone, and cuts a {@code "char"} without
     * understanding its escapes.
     *
     * @param expression of type text
     * @param type as {@link CatalogTable.Column#castType} gives it
     */
    public static String read(String expression, String type) {
        return switch (type) {
            case "regclass" -> expression + "::bpchar::regclass";
            case "\"char\"" -> expression + "::name::\"char\"";
            default -> expression + "::" + type;
        };
    }
}
