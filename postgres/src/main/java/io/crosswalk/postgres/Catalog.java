package io.crosswalk.postgres;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.postgres.CatalogTable.ForeignKey;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;
import io.crosswalk.postgres.CatalogTable.UniqueKey;

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
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ordinary and partitioned tables of some schemas, read once. Immutable.
 *
 * @param tables by name
 */
public record Catalog(Map<TableId, CatalogTable> tables) {

    public Catalog {
        tables = Map.copyOf(tables);
    }

    public Optional<CatalogTable> table(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }

    /** Reads every table of the given schemas; four queries, whatever the number of tables. */
    public static Catalog read(Connection connection, Collection<String> schemas) throws SQLException {
        Array names = connection.createArrayOf("text", schemas.toArray());
        Map<Long, List<Column>> columns = readColumns(connection, names);
        Map<Long, List<UniqueKey>> unique = new HashMap<>();
        Map<Long, List<String>> primary = new HashMap<>();
        readIndexes(connection, names, unique, primary);
        Map<Long, List<ForeignKey>> foreign = readForeignKeys(connection, names);
        Map<TableId, CatalogTable> tables = new TreeMap<>();
        String sql = """
                SELECT c.oid, n.nspname, c.relname, c.relreplident, c.reltuples::bigint, pg_table_size(c.oid)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (?)""";
        try (PreparedStatement statement = prepare(connection, sql, names);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long oid = rows.getLong(1);
                TableId id = new TableId(rows.getString(2), rows.getString(3));
                tables.put(
                        id,
                        new CatalogTable(
                                id,
                                columns.getOrDefault(oid, List.of()),
                                primary.getOrDefault(oid, List.of()),
                                replicaIdentity(rows.getString(4)),
                                unique.getOrDefault(oid, List.of()),
                                foreign.getOrDefault(oid, List.of()),
                                rows.getLong(5),
                                rows.getLong(6)));
            }
        }
        return new Catalog(tables);
    }

    private static Map<Long, List<Column>> readColumns(Connection connection, Array schemas) throws SQLException {
        Map<Long, List<Column>> columns = new HashMap<>();
        String sql = """
                SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod),
                       (WITH RECURSIVE base (oid, typtype, typbasetype) AS (
                            SELECT t.oid, t.typtype, t.typbasetype FROM pg_type t WHERE t.oid = a.atttypid
                            UNION ALL
                            SELECT t.oid, t.typtype, t.typbasetype FROM base JOIN pg_type t ON t.oid = base.typbasetype
                            WHERE base.typtype = 'd')
                        SELECT format_type(oid, -1) FROM base WHERE typtype <> 'd'),
                       a.attnotnull, a.attgenerated <> '', a.attidentity = 'a', pg_get_expr(d.adbin, d.adrelid)
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname = ANY (?)
                ORDER BY a.attrelid, a.attnum""";
        try (PreparedStatement statement = prepare(connection, sql, schemas);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>())
                        .add(new Column(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getBoolean(5),
                                rows.getBoolean(6),
                                rows.getBoolean(7),
                                rows.getString(8)));
            }
        }
        return columns;
    }

    private static void readIndexes(
            Connection connection, Array schemas, Map<Long, List<UniqueKey>> unique, Map<Long, List<String>> primary)
            throws SQLException {
        String sql = """
                SELECT i.indrelid, ic.relname, i.indisprimary, bool_and(a.attnotnull),
                       array_agg(a.attname::text ORDER BY k.position)
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class ic ON ic.oid = i.indexrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
                  AND k.position <= i.indnkeyatts AND n.nspname = ANY (?)
                GROUP BY i.indrelid, ic.relname, i.indisprimary
                ORDER BY i.indrelid, i.indisprimary DESC, ic.relname""";
        try (PreparedStatement statement = prepare(connection, sql, schemas);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> columns = strings(rows.getArray(5));
                unique.computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>())
                        .add(new UniqueKey(rows.getString(2), columns, rows.getBoolean(4)));
                if (rows.getBoolean(3)) {
                    primary.put(rows.getLong(1), columns);
                }
            }
        }
    }

    private static Map<Long, List<ForeignKey>> readForeignKeys(Connection connection, Array schemas)
            throws SQLException {
        Map<Long, List<ForeignKey>> foreign = new HashMap<>();
        String sql = """
                SELECT k.conrelid, k.conname, rn.nspname, r.relname,
                       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u (n, o)
                             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY o),
                       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u (n, o)
                             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY o),
                       k.convalidated
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
                WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = ANY (?)
                ORDER BY k.conrelid, k.conname""";
        try (PreparedStatement statement = prepare(connection, sql, schemas);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                foreign.computeIfAbsent(rows.getLong(1), oid -> new ArrayList<>())
                        .add(new ForeignKey(
                                rows.getString(2),
                                strings(rows.getArray(5)),
                                new TableId(rows.getString(3), rows.getString(4)),
                                strings(rows.getArray(6)),
                                rows.getBoolean(7)));
            }
        }
        return foreign;
    }

    private static PreparedStatement prepare(Connection connection, String sql, Array schemas) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setArray(1, schemas);
        return statement;
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static ReplicaIdentity replicaIdentity(String letter) {
        return switch (letter) {
            case "d" -> ReplicaIdentity.DEFAULT;
            case "f" -> ReplicaIdentity.FULL;
            case "i" -> ReplicaIdentity.INDEX;
            default -> ReplicaIdentity.NOTHING;
        };
    }
}
