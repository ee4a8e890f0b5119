package io.crosswalk.postgres.structure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The query behind {@link IndexStructure}. */
final class IndexReader {

    private static final String INDEXES = """
            SELECT n.nspname, c.relname, ic.relname, i.indisprimary, i.indisunique, am.amname, i.indnkeyatts,
                   k.columns, k.definitions, k.modifiers, k.orders, coalesce(ic.reloptions, '{}'),
                   pg_get_expr(i.indpred, i.indrelid), $nullsEqual,
                   ARRAY(SELECT DISTINCT a.attname::text FROM pg_depend d JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
                         WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass
                           AND d.refobjid = c.oid AND d.refobjsubid > 0
                         UNION SELECT a.attname::text FROM unnest(i.indkey::int2[]) u JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u),
                   coalesce(con.condeferrable, false), coalesce(con.condeferred, false)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam
            LEFT JOIN pg_constraint con ON con.conindid = ic.oid AND con.contype IN ('p', 'u')
            CROSS JOIN LATERAL (
                SELECT array_agg(a.attname::text ORDER BY p) AS columns,
                       array_agg(pg_get_indexdef(ic.oid, p, false) ORDER BY p) AS definitions,
                       array_agg(concat_ws(' ',
                           CASE WHEN co.oid IS NOT NULL AND co.oid <> coalesce(nullif(a.attcollation, 0), 100)
                                THEN 'COLLATE ' || quote_ident(cn.nspname) || '.' || quote_ident(co.collname) END,
                           CASE WHEN NOT oc.opcdefault THEN quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END,
                           o.direction) ORDER BY p) AS modifiers,
                       array_agg(coalesce(o.direction, '') ORDER BY p) AS orders
                FROM generate_series(1, i.indnatts) p
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[p - 1] AND i.indkey[p - 1] <> 0
                LEFT JOIN pg_opclass oc ON oc.oid = i.indclass[p - 1] LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
                LEFT JOIN pg_collation co ON co.oid = i.indcollation[p - 1] LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
                CROSS JOIN LATERAL (SELECT CASE WHEN am.amname <> 'btree' OR p > i.indnkeyatts THEN NULL
                    WHEN i.indoption[p - 1] = 1 THEN 'DESC NULLS LAST' WHEN i.indoption[p - 1] = 3 THEN 'DESC'
                    WHEN i.indoption[p - 1] = 2 THEN 'NULLS FIRST' END AS direction) o) k
            WHERE i.indisvalid AND NOT i.indisexclusion AND NOT c.relispartition AND n.nspname = ANY (?)
            ORDER BY i.indisprimary DESC, ic.relname""";

    private IndexReader() {}

    /** The query; its first two columns name the table, its parameter the schemas. */
    static String sql(int majorVersion) {
        return INDEXES.replace("$nullsEqual", majorVersion >= 15 ? "i.indnullsnotdistinct" : "false");
    }

    /** The index that a row describes. */
    static IndexStructure read(ResultSet row) throws SQLException {
        int keys = row.getInt(7);
        String[] columns = (String[]) row.getArray(8).getArray();
        String[] definitions = (String[]) row.getArray(9).getArray();
        String[] modifiers = (String[]) row.getArray(10).getArray();
        String[] orders = (String[]) row.getArray(11).getArray();
        List<IndexStructure.Part> keyParts = new ArrayList<>();
        List<String> included = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            if (i >= keys) {
                included.add(columns[i]);
            } else {
                keyParts.add(new IndexStructure.Part(
                        columns[i], columns[i] == null ? definitions[i] : null, modifiers[i], orders[i]));
            }
        }
        return new IndexStructure(
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getString(6),
                keyParts,
                included,
                StructureReader.strings(row.getArray(12)),
                row.getString(13),
                StructureReader.strings(row.getArray(15)),
                row.getBoolean(14),
                StructureReader.deferrable(row.getBoolean(16), row.getBoolean(17)));
    }
}
