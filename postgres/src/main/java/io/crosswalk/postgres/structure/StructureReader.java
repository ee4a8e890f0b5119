package io.crosswalk.postgres.structure;

import io.crosswalk.pipeline.row.TableId;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The queries behind {@link Structure}; a dozen, whatever the number of tables. */
final class StructureReader {

    private final Connection connection;
    private final Array schemas;

    StructureReader(Connection connection, Collection<String> schemas) throws SQLException {
        this.connection = connection;
        this.schemas = connection.createArrayOf("text", schemas.toArray());
    }

    Structure read() throws SQLException {
        return new Structure(
                tables(),
                new TypeReader(connection).read(),
                extensions(),
                names("SELECT nspname FROM pg_namespace"),
                qualified("SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')"),
                qualified("SELECT n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                        + " WHERE p.prorettype = 'trigger'::regtype AND p.pronargs = 0"),
                triggers(),
                names("SELECT rolname FROM pg_roles"),
                collations());
    }

    /** Takes a row of a query whose first two columns name a table. */
    @FunctionalInterface
    private interface TableRow {
        void read(Parts parts, ResultSet row) throws SQLException;
    }

    /** A table while it is read. */
    private static final class Parts {
        private final Map<String, ColumnStructure> columns = new HashMap<>();
        private final List<CheckConstraint> checks = new ArrayList<>();
        private final List<IndexStructure> indexes = new ArrayList<>();
        private final Map<String, ForeignKeyActions> actions = new HashMap<>();
        private final List<ExclusionConstraint> exclusions = new ArrayList<>();

        TableStructure table() {
            return new TableStructure(columns, checks, indexes, actions, exclusions);
        }
    }

    private Map<TableId, TableStructure> tables() throws SQLException {
        Map<TableId, Parts> tables = new HashMap<>();
        each(tables, COLUMNS, StructureReader::column);
        each(tables, CONSTRAINTS, StructureReader::constraint);
        each(
                tables,
                IndexReader.sql(connection.getMetaData().getDatabaseMajorVersion()),
                (parts, row) -> parts.indexes.add(IndexReader.read(row)));
        Map<TableId, TableStructure> read = new HashMap<>();
        tables.forEach((id, parts) -> read.put(id, parts.table()));
        return read;
    }

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                   tn.nspname, t.typname, x.extname, format_type(e.oid, -1),
                   CASE WHEN a.attcollation <> b.typcollation AND a.attcollation <> 0 THEN cn.nspname END, co.collname,
                   s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_type b ON b.oid = a.atttypid
            JOIN pg_type e ON e.oid = CASE WHEN b.typtype = 'b' AND b.typcategory = 'A' AND b.typelem <> 0 THEN b.typelem ELSE b.oid END
            LEFT JOIN pg_type t ON t.oid = e.oid AND t.typnamespace <> 'pg_catalog'::regnamespace
            LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
            LEFT JOIN pg_depend xd ON xd.classid = 'pg_type'::regclass AND xd.objid = e.oid AND xd.deptype = 'e'
            LEFT JOIN pg_extension x ON x.oid = xd.refobjid
            LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            LEFT JOIN pg_depend sd ON sd.refclassid = 'pg_class'::regclass AND sd.refobjid = c.oid AND sd.refobjsubid = a.attnum
                 AND sd.classid = 'pg_class'::regclass AND (sd.deptype = 'i' OR sd.deptype = 'a' AND EXISTS (
                     SELECT FROM pg_attrdef d JOIN pg_depend dd ON dd.classid = 'pg_attrdef'::regclass AND dd.objid = d.oid
                     WHERE d.adrelid = c.oid AND d.adnum = a.attnum AND dd.refclassid = 'pg_class'::regclass AND dd.refobjid = sd.objid))
            LEFT JOIN pg_sequence s ON s.seqrelid = sd.objid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND n.nspname = ANY (?)
              AND (sd.objid IS NULL OR s.seqrelid IS NOT NULL)""";

    private static void column(Parts parts, ResultSet row) throws SQLException {
        String collationSchema = row.getString(9);
        row.getLong(11);
        ColumnStructure.Sequence sequence = row.wasNull()
                ? null
                : new ColumnStructure.Sequence(
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15),
                        row.getBoolean(16));
        parts.columns.put(
                row.getString(3),
                new ColumnStructure(
                        TypeReader.use(
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8)),
                        collationSchema == null ? null : new QualifiedName(collationSchema, row.getString(10)),
                        sequence));
    }

    private static final String CONSTRAINTS = """
            SELECT n.nspname, c.relname, k.contype, k.conname, pg_get_constraintdef(k.oid),
                   ARRAY(SELECT a.attname::text FROM unnest(k.conkey) u JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u),
                   k.confdeltype, k.confupdtype, k.confmatchtype = 'f', k.condeferrable, k.condeferred, k.convalidated,
                   0 <> ALL (k.conkey),
                   ARRAY(SELECT DISTINCT x.extname::text FROM pg_index i CROSS JOIN LATERAL unnest(i.indclass::oid[]) u
                         JOIN pg_depend d ON d.classid = 'pg_opclass'::regclass AND d.objid = u AND d.deptype = 'e'
                         JOIN pg_extension x ON x.oid = d.refobjid WHERE i.indexrelid = k.conindid)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype IN ('c', 'f', 'x') AND k.conparentid = 0 AND n.nspname = ANY (?) ORDER BY k.conname""";

    private static void constraint(Parts parts, ResultSet row) throws SQLException {
        String name = row.getString(4);
        switch (row.getString(3)) {
            case "c" -> parts.checks.add(new CheckConstraint(name, strings(row.getArray(6)), row.getString(5)));
            case "x" ->
                parts.exclusions.add(new ExclusionConstraint(
                        name,
                        strings(row.getArray(6)),
                        row.getBoolean(13),
                        strings(row.getArray(14)),
                        row.getString(5)));
            default ->
                parts.actions.put(
                        name,
                        new ForeignKeyActions(
                                action(row.getString(7)),
                                action(row.getString(8)),
                                row.getBoolean(9),
                                deferrable(row.getBoolean(10), row.getBoolean(11)),
                                row.getBoolean(12)));
        }
    }

    private static String action(String letter) {
        return switch (letter) {
            case "r" -> "RESTRICT";
            case "c" -> "CASCADE";
            case "n" -> "SET NULL";
            case "d" -> "SET DEFAULT";
            default -> "NO ACTION";
        };
    }

    static String deferrable(boolean deferrable, boolean deferred) {
        return !deferrable ? "" : deferred ? "DEFERRABLE INITIALLY DEFERRED" : "DEFERRABLE INITIALLY IMMEDIATE";
    }

    private void each(Map<TableId, Parts> tables, String sql, TableRow reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, schemas);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableId id = new TableId(row.getString(1), row.getString(2));
                    reader.read(tables.computeIfAbsent(id, it -> new Parts()), row);
                }
            }
        }
    }

    // Which columns pg_collation has depends on the version: 15 and 16 call the locale of ICU colliculocale, 17
    // colllocale.
    private static final String COLLATIONS = """
            SELECT n.nspname, c.collname, '(provider = ' || CASE j ->> 'collprovider' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END
                   || CASE WHEN l.locale IS NULL THEN ', lc_collate = ' || quote_literal(j ->> 'collcollate')
                                                      || ', lc_ctype = ' || quote_literal(j ->> 'collctype')
                           ELSE ', locale = ' || quote_literal(l.locale) END
                   || CASE WHEN c.collisdeterministic THEN '' ELSE ', deterministic = false' END
                   || coalesce(', rules = ' || quote_literal(j ->> 'collicurules'), '') || ')'
            FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
            CROSS JOIN LATERAL to_jsonb(c) AS j
            CROSS JOIN LATERAL (SELECT coalesce(j ->> 'colllocale', j ->> 'colliculocale')) AS l (locale)
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')""";

    private Map<QualifiedName, String> collations() throws SQLException {
        Map<QualifiedName, String> collations = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLLATIONS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                collations.put(new QualifiedName(row.getString(1), row.getString(2)), row.getString(3));
            }
        }
        return collations;
    }

    private Map<String, String> extensions() throws SQLException {
        Map<String, String> extensions = new HashMap<>();
        for (QualifiedName pair : qualified(
                "SELECT extname, nspname FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace")) {
            extensions.put(pair.schema(), pair.name());
        }
        return extensions;
    }

    private Map<TableId, Set<String>> triggers() throws SQLException {
        Map<TableId, Set<String>> triggers = new HashMap<>();
        String sql = "SELECT n.nspname, c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                triggers.computeIfAbsent(new TableId(row.getString(1), row.getString(2)), id -> new HashSet<>())
                        .add(row.getString(3));
            }
        }
        return triggers;
    }

    private Set<String> names(String sql) throws SQLException {
        Set<String> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private Set<QualifiedName> qualified(String sql) throws SQLException {
        Set<QualifiedName> names = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                names.add(new QualifiedName(row.getString(1), row.getString(2)));
            }
        }
        return names;
    }

    static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
