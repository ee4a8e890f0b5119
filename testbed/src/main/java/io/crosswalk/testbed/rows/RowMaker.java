package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.CheckRule.Ordered;
import io.crosswalk.testbed.schema.Column;
import io.crosswalk.testbed.schema.ColumnType.Kind;
import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.values.ValueMaker;
import io.crosswalk.testbed.values.ValueMakers;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes rows that keep their foreign keys, types and CHECKs. One thread. */
final class RowMaker {

    private static final int NULL_PERCENT = 20;
    private static final int DANGLING_PERCENT = 4;

    private final Guidance guidance;
    private final Parents parents;
    private final SplittableRandom random;
    private final Map<TableName, Map<String, ValueMaker>> makers = new HashMap<>();

    RowMaker(Guidance guidance, Parents parents, SplittableRandom random) {
        this.guidance = guidance;
        this.parents = parents;
        this.random = random;
    }

    /** The columns that a new row gets: all but those that the server fills. */
    static List<String> insertedColumns(Table table) {
        return table.columns().stream()
                .filter(column -> column.isWritten() && !column.counted())
                .map(Column::name)
                .toList();
    }

    /**
     * A new row, without the columns that the server fills.
     *
     * @param later foreign keys whose columns stay NULL for now
     * @return empty when it would need a parent that is not there
     */
    Optional<Map<String, @Nullable String>> row(Table table, Set<ForeignKey> later) throws SQLException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (ForeignKey key : later) {
            if (key.child().equals(table.name())) {
                key.columns().stream()
                        .filter(column -> !table.column(column).notNull())
                        .forEach(column -> values.put(column, null));
            }
        }
        Set<String> open = new LinkedHashSet<>(insertedColumns(table));
        open.removeAll(values.keySet());
        return fill(table, open, values) ? Optional.of(values) : Optional.empty();
    }

    /**
     * Other values for some columns of a row that is there.
     *
     * @param columns together with all that are tied to them
     * @param present the row as it is
     * @return empty when they would need a parent that is not there
     */
    Optional<Map<String, @Nullable String>> values(
            Table table, Set<String> columns, Map<String, @Nullable String> present) throws SQLException {
        Map<String, @Nullable String> values = new LinkedHashMap<>(present);
        values.keySet().removeAll(columns);
        if (!fill(table, columns, values)) {
            return Optional.empty();
        }
        values.keySet().retainAll(columns);
        return Optional.of(values);
    }

    /** Some value that a column may hold, never NULL, without a look at foreign keys. */
    String value(Table table, String column) {
        return maker(table, column).make(random);
    }

    private boolean fill(Table table, Set<String> open, Map<String, @Nullable String> values) throws SQLException {
        List<ForeignKey> keys = table.foreignKeys().stream()
                .filter(key -> key.columns().stream().anyMatch(open::contains))
                .sorted(Comparator.comparing((ForeignKey key) -> -key.columns().size())
                        .thenComparing(ForeignKey::name))
                .toList();
        for (ForeignKey key : keys) {
            if (!refer(table, key, values)) {
                return false;
            }
        }
        for (String name : open) {
            if (!values.containsKey(name)) {
                boolean none = !table.column(name).notNull() && ValueMaker.chance(random, NULL_PERCENT);
                values.put(name, none ? null : maker(table, name).make(random));
            }
        }
        for (SoftReference reference : guidance.softReferencesOf(table)) {
            if (open.contains(reference.column()) || open.contains(reference.typeColumn())) {
                soften(table, reference, values);
            }
        }
        order(table, values);
        return true;
    }

    /** Gives the columns of a foreign key the values of a parent, or NULL. False when neither can be. */
    private boolean refer(Table table, ForeignKey key, Map<String, @Nullable String> values) throws SQLException {
        List<String> nullable = key.columns().stream()
                .filter(column ->
                        !values.containsKey(column) && !table.column(column).notNull())
                .toList();
        boolean isNull =
                key.columns().stream().anyMatch(column -> values.containsKey(column) && values.get(column) == null);
        if (isNull) {
            return true;
        }
        if (!nullable.isEmpty() && ValueMaker.chance(random, NULL_PERCENT)) {
            nullable.forEach(column -> values.put(column, null));
            return true;
        }
        Map<String, String> fixed = new LinkedHashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String value = values.get(key.columns().get(i));
            if (value != null) {
                fixed.put(key.referencedColumns().get(i), value);
            }
        }
        Optional<List<String>> parent = parents.pick(key.parent(), key.referencedColumns(), fixed, random);
        if (parent.isEmpty()) {
            nullable.forEach(column -> values.put(column, null));
            return !nullable.isEmpty();
        }
        for (int i = 0; i < key.columns().size(); i++) {
            values.put(key.columns().get(i), parent.get().get(i));
        }
        return true;
    }

    private void soften(Table table, SoftReference reference, Map<String, @Nullable String> values)
            throws SQLException {
        String type = reference.typeColumn().isEmpty() ? "" : values.get(reference.typeColumn());
        TableName parent = type == null ? null : reference.parents().get(type);
        boolean array = table.column(reference.column()).type().kind() == Kind.ARRAY;
        if (parent == null || !array && values.get(reference.column()) == null) {
            return;
        }
        List<String> ids = new ArrayList<>();
        for (int i = array ? random.nextInt(4) : 1; i > 0; i--) {
            Optional<List<String>> id = ValueMaker.chance(random, DANGLING_PERCENT)
                    ? Optional.empty()
                    : parents.pick(parent, List.of("id"), Map.of(), random);
            ids.add(id.map(found -> found.get(0)).orElseGet(() -> "gone-" + random.nextInt(1_000_000)));
        }
        values.put(reference.column(), array ? ValueMakers.array(ids) : ids.get(0));
    }

    private static void order(Table table, Map<String, @Nullable String> values) {
        table.rules().stream()
                .filter(Ordered.class::isInstance)
                .map(Ordered.class::cast)
                .forEach(order -> {
                    String before = values.get(order.before());
                    String after = values.get(order.after());
                    if (before != null && after != null && ValueMakers.isAfter(before, after)) {
                        values.put(order.before(), after);
                        values.put(order.after(), before);
                    }
                });
    }

    private ValueMaker maker(Table table, String column) {
        return makers.computeIfAbsent(table.name(), name -> new HashMap<>())
                .computeIfAbsent(column, name -> ValueMakers.of(table, table.column(name)));
    }
}
