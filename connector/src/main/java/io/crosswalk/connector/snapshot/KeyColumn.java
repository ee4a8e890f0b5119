package io.crosswalk.connector.snapshot;

import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The first key column of a table: what chunks are cut along. Comparisons are left to the source, because only it knows the order of its
 * collations and types.
 *
 * @param name the column
 * @param type its type without modifiers, as a cast takes it
 * @param collation the collation clause for values that are not read from the column; empty for types without
 */
record KeyColumn(String name, String type, String collation) {

    static KeyColumn of(Connection connection, SourceTable table) throws SQLException {
        String sql = """
                SELECT format_type(a.atttypid, -1), n.nspname, l.collname
                FROM pg_attribute a LEFT JOIN pg_collation l ON l.oid = a.attcollation
                LEFT JOIN pg_namespace n ON n.oid = l.collnamespace
                WHERE a.attrelid = ?::regclass AND a.attname = ? AND NOT a.attisdropped""";
        String name = table.key().names().get(0);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Identifiers.quote(table.id()));
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalArgumentException("no column " + name + " in " + table.id());
                }
                String collation = row.getString(3) == null
                        ? ""
                        : " COLLATE " + Identifiers.quote(row.getString(2)) + "." + Identifiers.quote(row.getString(3));
                return new KeyColumn(name, row.getString(1), collation);
            }
        }
    }

    String quoted() {
        return Identifiers.quote(name);
    }

    /** A bound as a constant of the column's type. */
    String constant(String text) {
        return Identifiers.literal(text) + "::" + type;
    }

    /** Any text expression as a value that compares like the column. */
    String value(String expression) {
        return "(" + TextForm.read("(" + expression + ")", type) + ")" + collation;
    }
}
