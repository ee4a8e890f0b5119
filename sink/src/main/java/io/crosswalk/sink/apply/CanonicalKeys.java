package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.TextForm;
import io.crosswalk.sink.quarantine.Refusals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives key values the text that the target's own type writes: a legacy timestamp has no zone, and the target's has one. What the target
 * hands back is recognised by its text, in the quarantine and in every record of Crosswalk, so all changes pass here before anything
 * looks at their keys. Values of text columns and enums, and uuids, integers, dates and booleans as PostgreSQL writes them cost no query. One thread.
 */
final class CanonicalKeys {

    /** Types that give back every text as it is; citext among them, wherever its extension lives. */
    private static final Set<String> TEXT_TYPES = Set.of("text", "character varying", "citext");

    /** What a session with our settings writes; a day that no month has is refused when it is written. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final Set<String> INTEGER_TYPES = Set.of("smallint", "integer", "bigint");

    /** Types whose modifier changes a value by rounding, as the assignment to the column does. */
    private static final Set<String> ROUNDED_TYPES = Set.of(
            "numeric",
            "timestamp without time zone",
            "timestamp with time zone",
            "time without time zone",
            "time with time zone",
            "interval");

    private final Map<TableId, Map<String, String>> types = new HashMap<>();
    /** By type, whether it is an enum: asked once. */
    private final Map<String, Boolean> isEnum = new HashMap<>();

    private final Refusals refusals;

    CanonicalKeys(List<TargetTable> mapped, Catalog catalog, Refusals refusals) {
        this.refusals = refusals;
        for (TargetTable table : mapped) {
            Map<String, String> ofTable = new HashMap<>();
            CatalogTable described = catalog.table(table.id()).orElseThrow();
            for (String name : table.key().names()) {
                CatalogTable.Column column = described.column(name).orElseThrow();
                if (!TEXT_TYPES.contains(unqualified(column.castType()))) {
                    ofTable.put(name, writingType(column));
                }
            }
            if (!ofTable.isEmpty()) {
                types.put(table.id(), ofTable);
            }
        }
    }

    private static String unqualified(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    // An explicit cast with a modifier cuts other types silently, where the assignment refuses them.
    private static String writingType(CatalogTable.Column column) {
        return ROUNDED_TYPES.contains(column.castType().replace("[]", "")) ? column.type() : column.castType();
    }

    /** The same changes in the same order. A value that its type refuses stays as it is: it is refused as data when it is written. */
    List<Change> in(Connection connection, List<Change> changes) throws SQLException {
        Map<String, Set<String>> unsure = new LinkedHashMap<>();
        KeyRewriting collecting = new KeyRewriting(types, (type, text) -> {
            if (!isCanonical(type, text)) {
                unsure.computeIfAbsent(type, t -> new LinkedHashSet<>()).add(text);
            }
            return text;
        });
        changes.forEach(collecting::change);
        unsure.keySet().removeAll(enums(connection, unsure.keySet()));
        Map<String, Map<String, String>> written = new HashMap<>();
        for (Map.Entry<String, Set<String>> values : unsure.entrySet()) {
            Map<String, String> ofType = new HashMap<>();
            write(connection, values.getKey(), new ArrayList<>(values.getValue()), ofType);
            ofType.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
            if (!ofType.isEmpty()) {
                written.put(values.getKey(), ofType);
            }
        }
        if (written.isEmpty()) {
            return changes;
        }
        KeyRewriting rewriting = new KeyRewriting(
                types, (type, text) -> written.getOrDefault(type, Map.of()).getOrDefault(text, text));
        return changes.stream().map(rewriting::change).toList();
    }

    /** Those of some types that are enums: a label is its own text, and what is none stays as it is. */
    private Set<String> enums(Connection connection, Set<String> asked) throws SQLException {
        Set<String> unknown = new LinkedHashSet<>(asked);
        unknown.removeAll(isEnum.keySet());
        if (!unknown.isEmpty()) {
            String sql = "SELECT s.t, coalesce(t.typtype = 'e', false) FROM unnest(?::text[]) AS s (t)"
                    + " LEFT JOIN pg_type AS t ON t.oid = to_regtype(s.t)";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", unknown.toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        isEnum.put(rows.getString(1), rows.getBoolean(2));
                    }
                }
            }
        }
        return asked.stream().filter(type -> isEnum.getOrDefault(type, false)).collect(Collectors.toSet());
    }

    /** Whether a key has a value that its type refuses, so that no row of the table can have this key. */
    boolean refuses(Connection connection, TableId table, Key key) throws SQLException {
        Map<String, String> ofTable = types.getOrDefault(table, Map.of());
        for (int i = 0; i < key.size(); i++) {
            String type = ofTable.get(key.columns().names().get(i));
            if (type != null && key.value(i) instanceof String text) {
                Map<String, String> written = new HashMap<>();
                write(connection, type, List.of(text), written);
                if (written.isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a text is known to be what its type writes. */
    static boolean isCanonical(String type, String text) {
        if (type.equals("uuid")) {
            return isCanonicalUuid(text);
        }
        if (type.equals("boolean")) {
            return text.equals("true") || text.equals("false");
        }
        return type.equals("date")
                ? DATE.matcher(text).matches()
                : INTEGER_TYPES.contains(type) && isCanonicalInteger(text);
    }

    private static boolean isCanonicalUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCanonicalInteger(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        if (text.length() == first || text.charAt(first) == '0' && text.length() > 1) {
            return false;
        }
        return text.chars().skip(first).allMatch(c -> c >= '0' && c <= '9');
    }

    /** One query for all values; where the type refuses some, halves of them, until those stand alone. */
    private void write(Connection connection, String type, List<String> texts, Map<String, String> written)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            ask(connection, type, texts, written);
            connection.releaseSavepoint(before);
            return;
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
        }
        if (texts.size() > 1) {
            int middle = texts.size() / 2;
            write(connection, type, texts.subList(0, middle), written);
            write(connection, type, texts.subList(middle, texts.size()), written);
        }
    }

    private static void ask(Connection connection, String type, List<String> texts, Map<String, String> written)
            throws SQLException {
        String sql = "SELECT s.v, (" + TextForm.read("s.v", type) + ")::text FROM unnest(?::text[]) AS s (v)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    written.put(rows.getString(1), rows.getString(2));
                }
            }
        }
    }
}
