package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.Table;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

import static java.util.stream.Collectors.joining;

/** What actions write with: it finds rows, makes new ones that keep the constraints, and changes them. One session; one thread. */
public final class LegacyWriter {

    private final Schema schema;
    private final Statements statements;
    private final SampledRows sampled;
    private final RowMaker maker;
    private final SplittableRandom random;
    private final KnownKeys keys;

    /** A writer on a connection that nobody else uses. */
    public LegacyWriter(Connection connection, Schema schema, Guidance guidance, SplittableRandom random) {
        this.schema = schema;
        this.random = random;
        this.statements = new Statements(connection);
        this.sampled = new SampledRows(statements, schema);
        this.maker = new RowMaker(guidance, sampled, random);
        this.keys = new KnownKeys(schema);
    }

    /** Chance itself, for what an action decides. */
    public SplittableRandom random() {
        return random;
    }

    /** What the catalog says of keys. */
    public KnownKeys keys() {
        return keys;
    }

    /** Up to so many new rows that collide with none that is there, nor with each other; fewer when parents are missing. */
    public List<Map<String, @Nullable String>> newRows(Table table, int number) throws SQLException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        Set<List<@Nullable String>> taken = new HashSet<>();
        for (int i = 0; i < number; i++) {
            Optional<Map<String, @Nullable String>> row = maker.row(table, Set.of());
            if (row.isPresent() && !collides(table, row.get(), row.get().keySet()) && takes(table, row.get(), taken)) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private boolean takes(Table table, Map<String, @Nullable String> row, Set<List<@Nullable String>> taken) {
        boolean free = true;
        for (List<String> key : keys.crowded(table)) {
            List<@Nullable String> value = new ArrayList<>(key);
            key.forEach(column -> value.add(row.get(column)));
            free &= taken.add(value);
        }
        return free;
    }

    /** Any row, with all columns. */
    public Optional<Map<String, @Nullable String>> row(Table table) throws SQLException {
        return rows(table, 1).stream().findFirst();
    }

    /** Up to so many neighbouring rows, with all columns. */
    public List<Map<String, @Nullable String>> rows(Table table, int most) throws SQLException {
        return sampled.rows(table, "", most, random);
    }

    /** A row that no foreign key holds, when the table would not be nearly empty without it. */
    public Optional<Map<String, @Nullable String>> deletableRow(Table table) throws SQLException {
        if (!sampled.holds(table, 4)) {
            return Optional.empty();
        }
        String condition = schema.referencesTo(table.name()).stream()
                .filter(ForeignKey::holdsParent)
                .map(LegacyWriter::withoutChildren)
                .collect(joining(" AND "));
        return sampled.rows(table, condition, 1, random).stream().findFirst();
    }

    private static String withoutChildren(ForeignKey key) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            pairs.add("child." + Sql.quote(key.columns().get(i)) + " = "
                    + key.parent().quoted() + "."
                    + Sql.quote(key.referencedColumns().get(i)));
        }
        return "NOT EXISTS (SELECT FROM " + key.child().quoted() + " child WHERE " + String.join(" AND ", pairs) + ")";
    }

    /** New values for some columns of a row and all that are tied to them; empty when there are none without a collision. */
    public Map<String, @Nullable String> changes(Table table, Map<String, @Nullable String> row, Set<String> columns)
            throws SQLException {
        Optional<Map<String, @Nullable String>> values = maker.values(table, Ties.of(table, columns), row);
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable String> changed = new LinkedHashMap<>(row);
        changed.putAll(values.get());
        return collides(table, changed, values.get().keySet()) ? Map.of() : values.get();
    }

    /** Some value that a column may hold, without a look at foreign keys. */
    public String value(Table table, String column) {
        return maker.value(table, column);
    }

    private boolean collides(Table table, Map<String, @Nullable String> row, Set<String> changed) throws SQLException {
        for (List<String> key : keys.crowded(table)) {
            boolean whole = key.stream().allMatch(column -> row.get(column) != null);
            if (whole && key.stream().anyMatch(changed::contains)) {
                String condition = key.stream()
                        .map(column -> Statements.comparable(table, column) + " = " + Sql.literal(row.get(column)))
                        .collect(joining(" AND "));
                if (!statements
                        .rows("SELECT FROM " + table.name().quoted() + " WHERE " + condition + " LIMIT 1")
                        .isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Inserts all rows with one statement. Columns that the server counts may be among them. */
    public int insert(Table table, List<Map<String, @Nullable String>> rows) throws SQLException {
        return rows.isEmpty() ? 0 : statements.insert(table, rows, "");
    }

    /** Writes all rows by COPY. */
    public int copy(Table table, List<Map<String, @Nullable String>> rows) throws SQLException {
        return rows.isEmpty() ? 0 : (int) statements.copy(table, rows);
    }

    /** Changes one row. */
    public int update(Table table, Map<String, @Nullable String> row, Map<String, @Nullable String> changes)
            throws SQLException {
        return changes.isEmpty() ? 0 : statements.update(table, row, changes);
    }

    /** Gives one column of several rows the same value, with one statement. */
    public int updateAll(Table table, List<Map<String, @Nullable String>> rows, String column, @Nullable String value)
            throws SQLException {
        String condition = rows.stream()
                .map(row -> "(" + Statements.isRow(table, row) + ")")
                .collect(joining(" OR "));
        return rows.isEmpty()
                ? 0
                : statements.run("UPDATE " + table.name().quoted() + " SET " + Sql.quote(column) + " = "
                        + Sql.literal(value) + " WHERE " + condition);
    }

    /** Deletes one row, and what its foreign keys take along. */
    public int delete(Table table, Map<String, @Nullable String> row) throws SQLException {
        return statements.delete(table, row);
    }

    /** Empties a table. */
    public int truncate(Table table) throws SQLException {
        statements.run("TRUNCATE " + table.name().quoted());
        return 1;
    }
}
