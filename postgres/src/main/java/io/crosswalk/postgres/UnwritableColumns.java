package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Columns that no text can be written to. Values travel as text, and a few types of the server's own are shown as text but read from none:
 * their input functions only raise an error (PostgreSQL source, {@code pseudotypes.c} and the {@code _in} functions of the types). Every
 * other type can be carried: whatever a column of a table can be, it has an input and an output function.
 */
public final class UnwritableColumns {

    /**
     * A column of such a type, or of one that is made of it: an array, a domain, a row.
     *
     * @param type as the catalog writes it
     * @param part the type that reads no text; the same as {@code type} where the column is not made of it but has it
     */
    public record Unwritable(TableId table, String column, String type, String part) {

        /** What is wrong and what to do about it. */
        public String text() {
            return "column " + column + " of " + table + " has type " + type
                    + (part.equals(type) ? "" : ", which holds " + part)
                    + ": PostgreSQL reads no text as " + part
                    + ". Give the column type text, or drop the legacy column in the mapping";
        }
    }

    private static final String SQL = """
            WITH RECURSIVE held (relation, place, name, written, type) AS (
                SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relkind IN ('r', 'p')
                  AND (n.nspname, c.relname) IN (SELECT s, t FROM unnest(?::text[], ?::text[]) AS u (s, t))
                UNION
                SELECT h.relation, h.place, h.name, h.written, part.type
                FROM held h JOIN pg_type t ON t.oid = h.type
                CROSS JOIN LATERAL (
                    SELECT t.typbasetype WHERE t.typbasetype <> 0
                    UNION ALL SELECT t.typelem WHERE t.typelem <> 0
                    UNION ALL SELECT a.atttypid FROM pg_attribute a
                              WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS part (type))
            SELECT n.nspname, c.relname, h.name, h.written, t.typname
            FROM held h JOIN pg_type t ON t.oid = h.type
            JOIN pg_class c ON c.oid = h.relation JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE t.typnamespace = 'pg_catalog'::regnamespace
              AND t.typname IN ('pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'gtsvector',
                                'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary')
            ORDER BY 1, 2, h.place, 5""";

    private UnwritableColumns() {}

    /** The columns of these tables that cannot be written; generated ones are not looked at. */
    public static List<Unwritable> of(Connection connection, Collection<TableId> tables) throws SQLException {
        List<Unwritable> columns = new ArrayList<>();
        Array schemas = connection.createArrayOf(
                "text", tables.stream().map(TableId::schema).toArray());
        Array names = connection.createArrayOf(
                "text", tables.stream().map(TableId::name).toArray());
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, schemas);
            statement.setArray(2, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new Unwritable(
                            new TableId(rows.getString(1), rows.getString(2)),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return columns;
    }
}
