package io.crosswalk.operations.comparison;

import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.TextForm;

/** Values as SQL expressions in the one text form of a target column, in which what is expected and what is held can be compared. */
public final class ColumnForm {

    private ColumnForm() {}

    /** The text of what a column holds; {@code column} is an SQL expression of the column's type. */
    public static String held(String column, CatalogTable.Column description) {
        return text(column + "::" + form(description), description);
    }

    /** A text in the form that it would have in a column; {@code text} is an SQL expression of type text. */
    public static String wanted(String text, CatalogTable.Column description) {
        return text(read(text, description), description);
    }

    /** A text as the value that a column makes of it, rounded as the column rounds it: a key names its row by that. */
    static String read(String text, CatalogTable.Column description) {
        return TextForm.read(text, form(description));
    }

    // A modifier brings a number or a time into the column's form, but would cut a text, and a cut text must show.
    private static String form(CatalogTable.Column column) {
        String cast = column.castType();
        boolean modified = cast.equals("numeric") || cast.startsWith("time") || cast.startsWith("interval");
        return modified && column.type().startsWith(cast.substring(0, 4)) ? column.type() : cast;
    }

    private static String text(String typed, CatalogTable.Column column) {
        return column.castType().equals("numeric") ? "trim_scale(" + typed + ")::text" : "(" + typed + ")::text";
    }
}
