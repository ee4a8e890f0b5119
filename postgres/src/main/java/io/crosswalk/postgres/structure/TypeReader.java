package io.crosswalk.postgres.structure;

import io.crosswalk.postgres.structure.DeclaredType.Attribute;
import io.crosswalk.postgres.structure.DeclaredType.Domain;
import io.crosswalk.postgres.structure.DeclaredType.DomainCheck;
import io.crosswalk.postgres.structure.DeclaredType.Kind;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the declared types of a database: enums, domains, composite types, and the names of others. */
final class TypeReader {

    private final Connection connection;

    TypeReader(Connection connection) {
        this.connection = connection;
    }

    /** A type as it is used. {@code bare} is the element's type as format_type writes it without modifier. */
    static TypeUse use(
            String text, @Nullable String schema, @Nullable String name, @Nullable String extension, String bare) {
        if (schema == null || name == null) {
            return TypeUse.builtin(text);
        }
        return new TypeUse(
                text,
                new QualifiedName(schema, name),
                extension,
                text.startsWith(bare) ? text.substring(bare.length()) : "");
    }

    Map<QualifiedName, DeclaredType> read() throws SQLException {
        Map<QualifiedName, List<Attribute>> attributes = attributes();
        Map<QualifiedName, List<DomainCheck>> checks = checks();
        Map<QualifiedName, DeclaredType> types = new HashMap<>();
        String sql = """
                SELECT n.nspname, t.typname, t.typtype,
                       ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder),
                       t.typnotnull, t.typdefault, format_type(t.typbasetype, t.typtypmod),
                       bn.nspname, b.typname, x.extname, format_type(e.oid, -1)
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                LEFT JOIN pg_type d ON d.oid = t.typbasetype AND t.typbasetype <> 0
                LEFT JOIN pg_type e ON e.oid = CASE WHEN d.typtype = 'b' AND d.typcategory = 'A' AND d.typelem <> 0 THEN d.typelem ELSE d.oid END
                LEFT JOIN pg_type b ON b.oid = e.oid AND b.typnamespace <> 'pg_catalog'::regnamespace
                LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace
                LEFT JOIN pg_depend xd ON xd.classid = 'pg_type'::regclass AND xd.objid = e.oid AND xd.deptype = 'e'
                LEFT JOIN pg_extension x ON x.oid = xd.refobjid
                LEFT JOIN pg_class c ON c.oid = t.typrelid
                WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                  AND (c.oid IS NULL OR c.relkind = 'c') AND NOT (t.typtype = 'b' AND t.typcategory = 'A') AND t.typtype <> 'm'
                  AND NOT EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_type'::regclass AND p.objid = t.oid AND p.deptype = 'e')""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                QualifiedName name = new QualifiedName(row.getString(1), row.getString(2));
                Domain domain = kind(row.getString(3)) == Kind.DOMAIN
                        ? domain(row, checks.getOrDefault(name, List.of()))
                        : null;
                types.put(
                        name,
                        new DeclaredType(
                                name,
                                kind(row.getString(3)),
                                List.of((String[]) row.getArray(4).getArray()),
                                attributes.getOrDefault(name, List.of()),
                                domain));
            }
        }
        return types;
    }

    private static Domain domain(ResultSet row, List<DomainCheck> checks) throws SQLException {
        TypeUse base = use(row.getString(7), row.getString(8), row.getString(9), row.getString(10), row.getString(11));
        return new Domain(base, row.getBoolean(5), row.getString(6), checks);
    }

    private static Kind kind(String letter) {
        return switch (letter) {
            case "e" -> Kind.ENUM;
            case "d" -> Kind.DOMAIN;
            case "c" -> Kind.COMPOSITE;
            default -> Kind.OTHER;
        };
    }

    private Map<QualifiedName, List<Attribute>> attributes() throws SQLException {
        Map<QualifiedName, List<Attribute>> attributes = new HashMap<>();
        String sql = """
                SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                       tn.nspname, t.typname, x.extname, format_type(e.oid, -1)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                JOIN pg_type b ON b.oid = a.atttypid
                JOIN pg_type e ON e.oid = CASE WHEN b.typtype = 'b' AND b.typcategory = 'A' AND b.typelem <> 0 THEN b.typelem ELSE b.oid END
                LEFT JOIN pg_type t ON t.oid = e.oid AND t.typnamespace <> 'pg_catalog'::regnamespace
                LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
                LEFT JOIN pg_depend xd ON xd.classid = 'pg_type'::regclass AND xd.objid = e.oid AND xd.deptype = 'e'
                LEFT JOIN pg_extension x ON x.oid = xd.refobjid
                WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.oid, a.attnum""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                attributes
                        .computeIfAbsent(
                                new QualifiedName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new Attribute(
                                row.getString(3),
                                use(
                                        row.getString(4),
                                        row.getString(5),
                                        row.getString(6),
                                        row.getString(7),
                                        row.getString(8))));
            }
        }
        return attributes;
    }

    private Map<QualifiedName, List<DomainCheck>> checks() throws SQLException {
        Map<QualifiedName, List<DomainCheck>> checks = new HashMap<>();
        String sql = """
                SELECT n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)
                FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE k.contype = 'c' ORDER BY k.conname""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                checks.computeIfAbsent(new QualifiedName(row.getString(1), row.getString(2)), name -> new ArrayList<>())
                        .add(new DomainCheck(row.getString(3), row.getString(4)));
            }
        }
        return checks;
    }
}
