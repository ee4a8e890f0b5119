package io.crosswalk.testbed.schema;

import io.crosswalk.testbed.schema.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The types of a database, read once. One thread. */
final class TypeReader {

    /** A row of {@code pg_type}. */
    private record Described(
            String name, String letter, String category, long base, int baseModifier, long element, long subtype) {}

    private final Map<Long, Described> types = new HashMap<>();
    private final Map<Long, List<String>> labels = new HashMap<>();
    private final Map<Long, List<CheckRule>> rules = new HashMap<>();

    TypeReader(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            readTypes(statement);
            readLabels(statement);
            readRules(statement);
        }
    }

    private void readTypes(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("""
                SELECT t.oid, format_type(t.oid, NULL), t.typtype, t.typcategory, t.typbasetype, t.typtypmod, t.typelem,
                       coalesce(r.rngsubtype, 0)
                FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid""")) {
            while (rows.next()) {
                types.put(
                        rows.getLong(1),
                        new Described(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getLong(5),
                                rows.getInt(6),
                                rows.getLong(7),
                                rows.getLong(8)));
            }
        }
    }

    private void readLabels(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT enumtypid, enumlabel FROM pg_enum ORDER BY enumtypid, enumsortorder")) {
            while (rows.next()) {
                labels.computeIfAbsent(rows.getLong(1), type -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
    }

    private void readRules(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("""
                SELECT contypid, pg_get_constraintdef(oid, true) FROM pg_constraint
                WHERE contypid <> 0 AND contype = 'c' ORDER BY oid""")) {
            while (rows.next()) {
                rules.computeIfAbsent(rows.getLong(1), type -> new ArrayList<>())
                        .addAll(CheckReader.read(rows.getString(2)));
            }
        }
    }

    /** The type of a column. */
    ColumnType type(long oid, int modifier) {
        return type(oid, modifier, List.of());
    }

    private ColumnType type(long oid, int modifier, List<CheckRule> above) {
        Described found = Objects.requireNonNull(types.get(oid), "type");
        if (found.letter().equals("d")) {
            List<CheckRule> all = new ArrayList<>(above);
            all.addAll(rules.getOrDefault(oid, List.of()));
            return type(found.base(), found.baseModifier(), all);
        }
        Kind kind = kind(found);
        @Nullable
        ColumnType element = switch (kind) {
            case ARRAY -> type(found.element(), modifier);
            case RANGE -> type(found.subtype(), -1);
            default -> null;
        };
        return new ColumnType(kind, found.name(), modifier, labels.getOrDefault(oid, List.of()), element, above);
    }

    private static Kind kind(Described type) {
        return switch (type.letter()) {
            case "e" -> Kind.ENUM;
            case "r" -> Kind.RANGE;
            default -> type.category().equals("A") ? Kind.ARRAY : Kind.SCALAR;
        };
    }
}
