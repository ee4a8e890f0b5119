package io.crosswalk.testbed.rows;

import io.crosswalk.testbed.schema.ForeignKey;
import io.crosswalk.testbed.schema.Schema;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.schema.Table;
import io.crosswalk.testbed.schema.TableName;
import io.crosswalk.testbed.values.ValueMaker;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Fills the empty tables of any schema: parents first, by COPY; the foreign keys that close a cycle afterwards, by UPDATE. The same seed
 * gives the same rows. Immutable.
 */
public record Population(Schema schema, Guidance guidance, long seed) {

    private static final int MOST_MISSES = 200;
    private static final int LATER_PERCENT = 70;

    /**
     * Fills all tables in one transaction and returns the rows per table; fewer than asked for where unique keys have no room for more.
     *
     * @param connection in auto-commit mode
     */
    public Map<TableName, Integer> fill(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Map<TableName, Integer> counts = new Filling(connection).run();
            connection.commit();
            return counts;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** One run through the tables. */
    private final class Filling {

        private final Statements statements;
        private final SplittableRandom random = new SplittableRandom(seed);
        private final RowMaker maker;
        private final InsertOrder order = InsertOrder.of(schema, guidance);

        Filling(Connection connection) {
            statements = new Statements(connection);
            maker = new RowMaker(guidance, new LoadedParents(statements, schema), random);
        }

        Map<TableName, Integer> run() throws SQLException {
            statements.run("SET LOCAL TimeZone = 'UTC'");
            Map<TableName, Integer> counts = new TreeMap<>();
            for (Table table : order.tables()) {
                List<Map<String, @Nullable String>> rows = rows(table);
                if (!rows.isEmpty()) {
                    statements.copy(table, rows);
                }
                counts.put(table.name(), rows.size());
            }
            for (ForeignKey key : order.later()) {
                closeCycle(schema.table(key.child()), key);
            }
            return counts;
        }

        private List<Map<String, @Nullable String>> rows(Table table) throws SQLException {
            UniqueValues unique = new UniqueValues(table);
            List<Map<String, @Nullable String>> rows = new ArrayList<>();
            int misses = 0;
            while (rows.size() < guidance.rowsOf(table) && misses < MOST_MISSES) {
                Optional<Map<String, @Nullable String>> row = maker.row(table, order.later());
                if (row.isPresent() && unique.add(row.get())) {
                    rows.add(row.get());
                } else {
                    misses++;
                }
            }
            return rows;
        }

        private void closeCycle(Table table, ForeignKey key) throws SQLException {
            List<List<@Nullable String>> rows = statements.rows("SELECT " + Statements.texts(table) + " FROM "
                    + table.name().quoted() + " ORDER BY " + Sql.quote(table.identity()));
            for (List<@Nullable String> values : rows) {
                if (ValueMaker.chance(random, LATER_PERCENT)) {
                    Map<String, @Nullable String> row = Statements.named(table, values);
                    Optional<Map<String, @Nullable String>> changes =
                            maker.values(table, new LinkedHashSet<>(key.columns()), row);
                    if (changes.isPresent()) {
                        statements.update(table, row, changes.get());
                    }
                }
            }
        }
    }

    /** What the unique keys of a table hold so far. */
    private static final class UniqueValues {

        private final Table table;
        private final Set<List<@Nullable String>> taken = new HashSet<>();

        UniqueValues(Table table) {
            this.table = table;
        }

        boolean add(Map<String, @Nullable String> row) {
            List<List<String>> keys = table.uniqueKeys().isEmpty() ? List.of(table.identity()) : table.uniqueKeys();
            List<List<@Nullable String>> values = new ArrayList<>();
            for (List<String> key : keys) {
                List<@Nullable String> value = new ArrayList<>();
                key.forEach(column -> value.add(row.get(column)));
                if (!value.contains(null)) {
                    value.add(String.join(",", key));
                    values.add(value);
                }
            }
            if (values.stream().anyMatch(taken::contains)) {
                return false;
            }
            taken.addAll(values);
            return true;
        }
    }
}
