package io.crosswalk.connector.preparation;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.MissingKey;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something in the legacy database that the stream cannot be read past. The backfill would pass it, and the stream stop later: so it is
 * looked for before anything is touched.
 *
 * @param what where it is and what is wrong
 * @param remedy what to do about it
 */
public record Unreadable(String what, String remedy) {

    private static final String QUOTES = "\"'`";

    /** What is wrong and what to do about it, in one line. */
    public String text() {
        return what + ". " + remedy;
    }

    /** Everything that is in the way of these tables; touches nothing. */
    public static List<Unreadable> of(Connection connection, Collection<SourceTable> tables) throws SQLException {
        List<Unreadable> found = new ArrayList<>();
        for (SourceTable table : tables) {
            names(table, found);
            if (table.key().size() == 0) {
                found.add(new Unreadable("table " + table.id() + " " + MissingKey.WHAT, MissingKey.remedy(table.id())));
            }
        }
        types(connection, found);
        return found;
    }

    // Debezium keeps columns by their lower-case names and takes quotes around a name for quoting.
    private static void names(SourceTable table, List<Unreadable> found) {
        Map<String, String> seen = new HashMap<>();
        for (String column : table.columns().names()) {
            String same = seen.put(column.toLowerCase(Locale.ROOT), column);
            if (same != null) {
                found.add(new Unreadable(
                        "columns " + same + " and " + column + " of " + table.id()
                                + " differ only in upper and lower case, and the stream cannot tell them apart",
                        "Rename one of them: ALTER TABLE " + Identifiers.quote(table.id()) + " RENAME COLUMN "
                                + Identifiers.quote(column) + " TO ..."));
            }
            char first = column.charAt(0);
            if (column.length() > 1 && QUOTES.indexOf(first) >= 0 && column.charAt(column.length() - 1) == first) {
                found.add(new Unreadable(
                        "the name of column " + column + " of " + table.id()
                                + " stands in quotes of its own, which the stream would lose",
                        "Rename it: ALTER TABLE " + Identifiers.quote(table.id()) + " RENAME COLUMN "
                                + Identifiers.quote(column) + " TO ..."));
            }
        }
    }

    // Debezium reads every type of the database when it starts, and fails at one that counts as an enum and has no
    // label.
    private static void types(Connection connection, List<Unreadable> found) throws SQLException {
        String sql = """
                SELECT n.nspname, t.typname, t.typtype = 'd' FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.typcategory = 'E' AND NOT EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = t.oid)
                ORDER BY 1, 2""";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                TableId name = new TableId(rows.getString(1), rows.getString(2));
                found.add(
                        rows.getBoolean(3)
                                ? new Unreadable(
                                        "domain " + name + " is made of an enum, and with such a type anywhere in the"
                                                + " database the stream cannot be read",
                                        "Use the enum itself (ALTER TABLE ... ALTER COLUMN ... TYPE ...) and then"
                                                + " DROP DOMAIN " + Identifiers.quote(name))
                                : new Unreadable(
                                        "enum " + name + " has no labels, and with such a type anywhere in the database"
                                                + " the stream cannot be read",
                                        "Add a label (ALTER TYPE " + Identifiers.quote(name)
                                                + " ADD VALUE ...), or DROP TYPE " + Identifiers.quote(name)));
            }
        }
    }
}
