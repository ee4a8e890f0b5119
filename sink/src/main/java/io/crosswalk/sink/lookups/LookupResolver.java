package io.crosswalk.sink.lookups;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.TextForm;
import io.crosswalk.sink.quarantine.WaitKey;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.joining;

/**
 * Resolves look-ups in bulk: one query for all that ask the same column of the same table by the same key columns. Holds nothing between
 * calls, because what a look-up finds may change within the very transaction.
 */
public final class LookupResolver {

    private final Catalog catalog;

    public LookupResolver(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What each look-up leads to, alternatives included.
     *
     * @return the value found, or {@link Resolved#missing} with what would have to arrive
     */
    Map<Lookup, Resolved> resolve(Connection connection, Collection<Lookup> lookups) throws SQLException {
        Map<Lookup, Resolved> results = new HashMap<>();
        resolveInto(connection, lookups, results);
        return results;
    }

    private void resolveInto(Connection connection, Collection<Lookup> wanted, Map<Lookup, Resolved> results)
            throws SQLException {
        Set<Lookup> open = new LinkedHashSet<>(wanted);
        open.removeAll(results.keySet());
        if (open.isEmpty()) {
            return;
        }
        resolveInto(connection, innerLookups(open), results);
        Map<Lookup, @Nullable String> found = ask(connection, open, results);
        Set<Lookup> alternatives = new LinkedHashSet<>();
        for (Lookup lookup : open) {
            if (found.get(lookup) == null && lookup.otherwise() instanceof Lookup alternative) {
                alternatives.add(alternative);
            }
        }
        resolveInto(connection, alternatives, results);
        for (Lookup lookup : open) {
            String value = found.get(lookup);
            boolean isNull = lookup.absence() == Absence.NULL_WHEN_THERE && found.containsKey(lookup);
            results.put(
                    lookup, value == null ? nothing(lookup, isNull, results) : Resolved.found(value, lookup.table()));
        }
    }

    /** @param isNull whether the row is there, and null an answer */
    private static Resolved nothing(Lookup lookup, boolean isNull, Map<Lookup, Resolved> results) {
        Object otherwise = lookup.otherwise();
        if (otherwise instanceof String text) {
            return Resolved.found(text, null);
        }
        Set<String> waits = new LinkedHashSet<>();
        if (!isNull) {
            waits.add(WaitKey.of(lookup.table(), resolvedKey(lookup.key(), results)));
        }
        if (otherwise instanceof Lookup alternative) {
            Resolved second = results.get(alternative);
            if (second != null && second.value() != null) {
                return second;
            }
            if (second != null) {
                waits.addAll(second.waitsFor());
            }
        }
        return Resolved.missing(waits);
    }

    private static Set<Lookup> innerLookups(Collection<Lookup> lookups) {
        Set<Lookup> inner = new HashSet<>();
        for (Lookup lookup : lookups) {
            for (int i = 0; i < lookup.key().size(); i++) {
                if (lookup.key().value(i) instanceof Lookup nested) {
                    inner.add(nested);
                }
            }
        }
        return inner;
    }

    /** The key with what is known of its inner look-ups filled in. */
    static Key resolvedKey(Key key, Map<Lookup, Resolved> results) {
        if (key.isResolved()) {
            return key;
        }
        Object[] values = new Object[key.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = key.value(i);
            if (value instanceof Lookup lookup) {
                Resolved resolved = results.get(lookup);
                values[i] = resolved != null && resolved.value() != null ? resolved.value() : lookup;
            } else {
                values[i] = value;
            }
        }
        return Key.of(key.columns(), values);
    }

    private record Question(TableId table, String column, Columns keyColumns) {}

    /** What the rows that are there have: null where their column is. */
    private Map<Lookup, @Nullable String> ask(Connection connection, Set<Lookup> lookups, Map<Lookup, Resolved> results)
            throws SQLException {
        Map<Question, List<Lookup>> questions = new LinkedHashMap<>();
        for (Lookup lookup : lookups) {
            if (resolvedKey(lookup.key(), results).isResolved()) {
                questions
                        .computeIfAbsent(
                                new Question(
                                        lookup.table(),
                                        lookup.column(),
                                        lookup.key().columns()),
                                question -> new ArrayList<>())
                        .add(lookup);
            }
        }
        Map<Lookup, @Nullable String> found = new HashMap<>();
        for (Map.Entry<Question, List<Lookup>> question : questions.entrySet()) {
            askOne(connection, question.getKey(), question.getValue(), results, found);
        }
        return found;
    }

    private void askOne(
            Connection connection,
            Question question,
            List<Lookup> lookups,
            Map<Lookup, Resolved> results,
            Map<Lookup, @Nullable String> found)
            throws SQLException {
        List<String> keyColumns = question.keyColumns().names();
        int width = keyColumns.size();
        String sql = "SELECT s.n, t." + Identifiers.quote(question.column()) + "::text FROM unnest("
                + IntStream.range(0, width).mapToObj(i -> "?::text[]").collect(joining(", "))
                + ") WITH ORDINALITY AS s ("
                + IntStream.range(0, width).mapToObj(i -> "v" + i).collect(joining(", ")) + ", n) JOIN "
                + Identifiers.quote(question.table()) + " AS t ON "
                + IntStream.range(0, width)
                        .mapToObj(i -> "t." + Identifiers.quote(keyColumns.get(i)) + " = "
                                + TextForm.read("s.v" + i, castType(question.table(), keyColumns.get(i))))
                        .collect(joining(" AND "));
        List<Key> keys = lookups.stream()
                .map(lookup -> resolvedKey(lookup.key(), results))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < width; i++) {
                int index = i;
                String[] values =
                        keys.stream().map(key -> (String) key.value(index)).toArray(String[]::new);
                statement.setArray(i + 1, connection.createArrayOf("text", values));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    // Of several rows by a column that is no key, one with a value counts.
                    Lookup lookup = lookups.get(rows.getInt(1) - 1);
                    String value = rows.getString(2);
                    if (value != null || !found.containsKey(lookup)) {
                        found.put(lookup, value);
                    }
                }
            }
        }
    }

    private String castType(TableId table, String column) {
        return catalog.table(table)
                .flatMap(found -> found.column(column))
                .orElseThrow(() -> new IllegalArgumentException("no column " + column + " in target table " + table))
                .castType();
    }
}
