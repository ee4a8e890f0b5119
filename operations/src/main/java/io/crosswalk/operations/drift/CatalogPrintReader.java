package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the print of some legacy schemas: a few queries of the catalog, which lock no table of the application. */
public final class CatalogPrintReader {

    /** A print, and the end of the WAL just after: whatever it shows was committed before. */
    public record Sight(CatalogPrint catalog, Position position) {}

    private static final String TABLES = """
            WITH RECURSIVE part (root, oid) AS (
                SELECT c.oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (?)
                UNION ALL
                SELECT p.root, i.inhrelid FROM part p JOIN pg_inherits i ON i.inhparent = p.oid
                JOIN pg_class k ON k.oid = i.inhrelid AND k.relispartition)
            SELECT n.nspname, c.relname, c.oid::bigint, c.relreplident, c.relpersistence::text || ' ' || c.relam::text,
                   array_agg(l.oid::text) FILTER (WHERE l.relkind = 'r'),
                   array_agg(l.relfilenode::text) FILTER (WHERE l.relkind = 'r'), c.relnatts
            FROM part p JOIN pg_class c ON c.oid = p.root JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class l ON l.oid = p.oid
            GROUP BY n.nspname, c.relname, c.oid, c.relreplident, c.relpersistence, c.relam, c.relnatts ORDER BY 1, 2""";

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid::bigint,
                   CASE WHEN t.typtype = 'e' THEN t.oid WHEN e.typtype = 'e' THEN e.oid ELSE 0 END::bigint,
                   coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) FROM pg_constraint k
                             WHERE k.contypid = t.oid), '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
                   a.attnotnull, a.atthasdef OR a.attidentity <> '', a.attgenerated <> '', a.xmin::text
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname = ANY (?)
            ORDER BY a.attrelid, a.attnum""";

    private static final String ENUMS = """
            SELECT t.oid::bigint, n.nspname || '.' || t.typname, array_agg(e.oid::text), array_agg(e.enumlabel::text)
            FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
            GROUP BY t.oid, n.nspname, t.typname ORDER BY 1""";

    private CatalogPrintReader() {}

    /** Reads everything under one snapshot. The connection must not be in a transaction. */
    public static Sight read(Connection connection, Set<String> schemas) throws SQLException {
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            }
            Array names = connection.createArrayOf("text", schemas.toArray());
            CatalogPrint catalog = new CatalogPrint(
                    tables(connection, names, Catalog.read(connection, schemas), columns(connection, names)),
                    enums(connection));
            return new Sight(catalog, position(connection));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static List<TablePrint> tables(
            Connection connection, Array schemas, Catalog catalog, Map<TableId, List<ColumnPrint>> columns)
            throws SQLException {
        List<TablePrint> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, schemas);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableId id = new TableId(row.getString(1), row.getString(2));
                    tables.add(new TablePrint(
                            id.schema(),
                            id.name(),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            files(row.getArray(6), row.getArray(7)),
                            catalog.table(id).map(CatalogTable::identity).orElse(List.of()),
                            columns.getOrDefault(id, List.of()),
                            row.getInt(8)));
                }
            }
        }
        return tables;
    }

    // A partitioned table without partitions holds no rows.
    private static Map<String, Long> files(@Nullable Array oids, @Nullable Array nodes) throws SQLException {
        Map<String, Long> files = new HashMap<>();
        if (oids != null && nodes != null) {
            strings(oids, nodes).forEach((oid, node) -> files.put(oid, Long.valueOf(node)));
        }
        return files;
    }

    private static Map<String, String> strings(Array keys, Array values) throws SQLException {
        String[] names = (String[]) keys.getArray();
        String[] texts = (String[]) values.getArray();
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            pairs.put(names[i], texts[i]);
        }
        return pairs;
    }

    private static Map<TableId, List<ColumnPrint>> columns(Connection connection, Array schemas) throws SQLException {
        Map<TableId, List<ColumnPrint>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, schemas);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.computeIfAbsent(new TableId(row.getString(1), row.getString(2)), table -> new ArrayList<>())
                            .add(new ColumnPrint(
                                    row.getInt(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getLong(6),
                                    row.getLong(7),
                                    row.getString(8),
                                    row.getBoolean(9),
                                    row.getBoolean(10),
                                    row.getBoolean(11),
                                    row.getString(12)));
                }
            }
        }
        return columns;
    }

    private static List<EnumPrint> enums(Connection connection) throws SQLException {
        List<EnumPrint> enums = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENUMS)) {
            while (row.next()) {
                enums.add(new EnumPrint(row.getLong(1), row.getString(2), strings(row.getArray(3), row.getArray(4))));
            }
        }
        return enums;
    }

    private static Position position(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()::text")) {
            row.next();
            return Position.parse(row.getString(1));
        }
    }
}
