package io.crosswalk.operations.draft.sampling;

import io.crosswalk.operations.draft.sampling.Evidence.Match;
import io.crosswalk.operations.draft.sampling.Parents.Parent;
import io.crosswalk.postgres.Identifiers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the source which tables have rows with the sampled values as keys. Belongs to one thread. */
final class KeyProbe {

    /** A few values tell which tables are worth asking about all of them. */
    private static final int FIRST_VALUES = 25;
    /** Statements stay short: a table's look-ups are planned one by one. */
    private static final int TABLES_AT_ONCE = 40;
    /** Fewer hits are chance, or rows of a table that once was. */
    private static final int LEAST_PERCENT = 10;

    private static final int CLEAR_PERCENT = 80;

    private final Connection connection;
    private final Parents parents;

    KeyProbe(Connection connection, Parents parents) {
        this.connection = connection;
        this.parents = parents;
    }

    /**
     * The tables whose ids the values are, the likeliest first; a single one when it explains most of them.
     *
     * @param name what the column or JSON member is called
     */
    List<Match> matches(String name, ValueSample sample) throws SQLException {
        List<String> values = sample.distinct();
        List<String> few = spread(values);
        List<Parent> asked = parents.all().stream()
                .filter(parent -> !parent.isNumeric() || Candidate.isCalledAfter(name, parent.table()))
                .toList();
        List<Parent> hit = asked.isEmpty() || few.isEmpty()
                ? List.of()
                : List.copyOf(found(asked, few).keySet());
        Map<Parent, Integer> percents = new TreeMap<>(Comparator.comparing(Parent::table));
        if (!hit.isEmpty()) {
            found(hit, values).forEach((parent, matching) -> percents.put(parent, sample.percent(matching)));
        }
        percents.values().removeIf(percent -> percent < LEAST_PERCENT);
        return choose(name, percents);
    }

    private static List<Match> choose(String name, Map<Parent, Integer> percents) {
        List<Parent> ranked = percents.keySet().stream()
                .sorted(Comparator.<Parent, Boolean>comparing(
                                parent -> percents.getOrDefault(parent, 0) < CLEAR_PERCENT)
                        .thenComparing(parent -> !Candidate.isCalledAfter(name, parent.table()))
                        .thenComparing(Parent::shared)
                        .thenComparing(parent -> -percents.getOrDefault(parent, 0))
                        .thenComparing(Parent::table))
                .toList();
        if (ranked.isEmpty()) {
            return List.of();
        }
        Match best = match(ranked.get(0), percents);
        if (best.percent() >= CLEAR_PERCENT) {
            return List.of(best);
        }
        return ranked.stream()
                .filter(parent -> !parent.shared() || ranked.size() == 1)
                .map(parent -> match(parent, percents))
                .toList();
    }

    private static Match match(Parent parent, Map<Parent, Integer> percents) {
        return new Match(parent.table(), percents.getOrDefault(parent, 0));
    }

    /** Evenly out of all values: sorted ones may begin with those that are no ids. */
    private static List<String> spread(List<String> values) {
        List<String> few = new ArrayList<>();
        int step = Math.max(1, values.size() / FIRST_VALUES);
        for (int i = 0; i < values.size() && few.size() < FIRST_VALUES; i += step) {
            few.add(values.get(i));
        }
        return few;
    }

    private Map<Parent, List<String>> found(List<Parent> asked, List<String> values) throws SQLException {
        Map<Parent, List<String>> found = new TreeMap<>(Comparator.comparing(Parent::table));
        for (int from = 0; from < asked.size(); from += TABLES_AT_ONCE) {
            ask(asked.subList(from, Math.min(asked.size(), from + TABLES_AT_ONCE)), values, found);
        }
        return found;
    }

    private void ask(List<Parent> asked, List<String> values, Map<Parent, List<String>> found) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Parent parent = asked.get(i);
            parts.add("SELECT " + i + ", v FROM unnest(?::text[]) AS v WHERE EXISTS (SELECT FROM "
                    + Identifiers.quote(parent.table()) + " t WHERE t." + Identifiers.quote(parent.key()) + " = v::"
                    + parent.cast() + ")");
        }
        try (PreparedStatement statement = connection.prepareStatement(String.join(" UNION ALL ", parts))) {
            for (int i = 0; i < asked.size(); i++) {
                Object[] accepted =
                        values.stream().filter(asked.get(i)::accepts).toArray();
                statement.setArray(i + 1, connection.createArrayOf("text", accepted));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(asked.get(rows.getInt(1)), parent -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
    }
}
