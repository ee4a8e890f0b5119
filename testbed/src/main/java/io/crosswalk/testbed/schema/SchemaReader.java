package io.crosswalk.testbed.schema;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@link Schema} from {@code pg_catalog}. Partitions are part of their root; extensions' tables are left out. */
public final class SchemaReader {

    private final Connection connection;
    private final Array schemas;

    private SchemaReader(Connection connection, Collection<String> schemas) throws SQLException {
        this.connection = connection;
        this.schemas = connection.createArrayOf("text", schemas.toArray());
    }

    /** The tables of these schemas. */
    public static Schema read(Connection connection, Collection<String> schemas) throws SQLException {
        return new SchemaReader(connection, schemas).run();
    }

    private Schema run() throws SQLException {
        Map<Long, List<Column>> columns = columns(new TypeReader(connection));
        Map<Long, List<String>> primary = new HashMap<>();
        Map<Long, List<List<String>>> unique = unique(primary);
        Map<Long, List<ForeignKey>> foreign = foreign();
        Map<Long, List<CheckRule>> rules = rules();
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement statement = prepare("""
                        SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (?)
                          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                tables.add(new Table(
                        new TableName(rows.getString(2), rows.getString(3)),
                        columns.getOrDefault(oid, List.of()),
                        primary.getOrDefault(oid, List.of()),
                        unique.getOrDefault(oid, List.of()),
                        foreign.getOrDefault(oid, List.of()),
                        rules.getOrDefault(oid, List.of())));
            }
        }
        return new Schema(tables);
    }

    private Map<Long, List<Column>> columns(TypeReader types) throws SQLException {
        Map<Long, List<Column>> columns = new HashMap<>();
        try (PreparedStatement statement = prepare("""
                        SELECT a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attnotnull OR t.typnotnull, a.attgenerated <> '',
                               a.attidentity = 'a',
                               a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%'
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_type t ON t.oid = a.atttypid
                        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname = ANY (?)
                        ORDER BY a.attrelid, a.attnum""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.computeIfAbsent(rows.getLong(1), table -> new ArrayList<>())
                        .add(new Column(
                                rows.getString(2),
                                types.type(rows.getLong(3), rows.getInt(4)),
                                rows.getBoolean(5),
                                rows.getBoolean(6),
                                rows.getBoolean(7),
                                rows.getBoolean(8)));
            }
        }
        return columns;
    }

    private Map<Long, List<List<String>>> unique(Map<Long, List<String>> primary) throws SQLException {
        Map<Long, List<List<String>>> unique = new HashMap<>();
        try (PreparedStatement statement = prepare("""
                        SELECT i.indrelid, i.indisprimary, array_agg(a.attname::text ORDER BY k.place)
                        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_class x ON x.oid = i.indexrelid
                        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
                        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                        WHERE i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
                          AND n.nspname = ANY (?)
                        GROUP BY i.indrelid, i.indisprimary, x.relname
                        ORDER BY i.indrelid, i.indisprimary DESC, x.relname""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> key = strings(rows.getArray(3));
                unique.computeIfAbsent(rows.getLong(1), table -> new ArrayList<>())
                        .add(key);
                if (rows.getBoolean(2)) {
                    primary.put(rows.getLong(1), key);
                }
            }
        }
        return unique;
    }

    private Map<Long, List<ForeignKey>> foreign() throws SQLException {
        Map<Long, List<ForeignKey>> foreign = new HashMap<>();
        try (PreparedStatement statement = prepare("""
                        SELECT k.conrelid, k.conname, n.nspname, c.relname,
                               ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
                                     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY place),
                               pn.nspname, p.relname,
                               ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                                     JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY place),
                               k.confdeltype, k.confupdtype
                        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
                        WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = ANY (?)
                        ORDER BY k.conrelid, k.conname""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                foreign.computeIfAbsent(rows.getLong(1), table -> new ArrayList<>())
                        .add(new ForeignKey(
                                rows.getString(2),
                                new TableName(rows.getString(3), rows.getString(4)),
                                strings(rows.getArray(5)),
                                new TableName(rows.getString(6), rows.getString(7)),
                                strings(rows.getArray(8)),
                                rows.getString(9).charAt(0),
                                rows.getString(10).charAt(0)));
            }
        }
        return foreign;
    }

    private Map<Long, List<CheckRule>> rules() throws SQLException {
        Map<Long, List<CheckRule>> rules = new HashMap<>();
        try (PreparedStatement statement = prepare("""
                        SELECT k.conrelid, pg_get_constraintdef(k.oid, true)
                        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE k.contype = 'c' AND n.nspname = ANY (?) ORDER BY k.conrelid, k.conname""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rules.computeIfAbsent(rows.getLong(1), table -> new ArrayList<>())
                        .addAll(CheckReader.read(rows.getString(2)));
            }
        }
        return rules;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, schemas);
        return statement;
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
