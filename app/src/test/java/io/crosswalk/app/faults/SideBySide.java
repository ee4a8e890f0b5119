package io.crosswalk.app.faults;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.joining;

/**
 * Compares both databases in SQL, with {@code crosswalk.id_mappings} between them, and shares no code with what maps rows: of each target
 * table the columns that the mapping says are copies, row by row; and every foreign key. Both sides are quiet meanwhile.
 */
final class SideBySide {

    private static final int MOST_EXAMPLES = 3;

    private final Mapping mapping;
    private final Database legacy;
    private final Database target;
    private final List<String> problems = new ArrayList<>();
    private int compared;

    SideBySide(Mapping mapping, Database legacy, Database target) {
        this.mapping = mapping;
        this.legacy = legacy;
        this.target = target;
    }

    /** How many target tables were looked at. */
    int compared() {
        return compared;
    }

    /** What differs, a sentence each; values never. */
    List<String> problems() throws SQLException {
        try (Connection source = open(legacy);
                Connection held = open(target)) {
            for (TableMapping table : mapping.tables()) {
                for (TargetMapping written : table.targets()) {
                    if (written.idColumn(table.source()).isPresent() && !isOfUsers(table)) {
                        compare(source, held, table, written);
                        compared++;
                    }
                }
            }
            orphans(held);
        }
        return problems;
    }

    /** A user keeps the account through a change of the legacy id: the ids of their rows are recorded nowhere. */
    private boolean isOfUsers(TableMapping table) {
        return mapping.accounts()
                .filter(accounts -> accounts.table().equals(table.source()))
                .isPresent();
    }

    private static Connection open(Database database) throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET search_path = ''");
        }
        return connection;
    }

    private void compare(Connection source, Connection held, TableMapping table, TargetMapping written)
            throws SQLException {
        String id = written.idColumn(table.source()).orElseThrow();
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        Map<String, String> sourceTypes = types(source, table.source());
        Map<String, String> targetTypes = types(held, written.table());
        written.columns().forEach((column, expression) -> {
            if (expression instanceof Column copied) {
                String from = sourceTypes.get(copied.name());
                String to = targetTypes.get(column);
                String quoted = "r." + Sql.quote(copied.name());
                if (from.equals("timestamp without time zone") && to.equals("timestamp with time zone")) {
                    left.add(quoted + " AT TIME ZONE 'UTC'");
                    right.add("t." + Sql.quote(column));
                } else if (from.equals(to)) {
                    left.add(quoted);
                    right.add("t." + Sql.quote(column));
                }
            }
        });
        Map<String, String> expected = rows(
                source,
                "SELECT r." + Sql.quote(id) + "::text, " + print(left) + " FROM " + quoted(table.source()) + " r");
        Map<String, String> actual = rows(
                held,
                "SELECT m.old_id, " + print(right) + " FROM " + quoted(written.table())
                        + " t LEFT JOIN crosswalk.id_mappings m ON m.table_name = "
                        + Sql.literal(mapping.space(table.source())) + " AND m.new_id = t."
                        + Sql.quote(written.key().names().get(0)));
        differences(written, expected, actual, waiting(held, written.table()));
    }

    private void differences(
            TargetMapping written, Map<String, String> expected, Map<String, String> actual, long waiting) {
        List<String> wrong = new ArrayList<>();
        actual.forEach((key, print) -> {
            if (!print.equals(expected.get(key))) {
                wrong.add(key + (expected.containsKey(key) ? " differs" : " has no legacy row"));
            }
        });
        if (!wrong.isEmpty()) {
            problems.add(written.table() + ": " + wrong.size() + " rows, for example "
                    + wrong.subList(0, Math.min(MOST_EXAMPLES, wrong.size())));
        }
        long missing = expected.size() - actual.size();
        // A row with a condition may be missing for good.
        if (written.condition().isEmpty() ? missing != waiting : missing < waiting) {
            problems.add(
                    written.table() + ": " + missing + " rows are missing, and " + waiting + " wait in the quarantine");
        }
    }

    private static String print(List<String> columns) {
        return "md5(concat_ws('|', ''"
                + columns.stream()
                        .map(column -> ", quote_nullable((" + column + ")::text)")
                        .collect(joining())
                + "))";
    }

    private static long waiting(Connection held, TableId table) throws SQLException {
        return Long.parseLong(rows(
                        held,
                        "SELECT 'n', count(*) FROM crosswalk.quarantine WHERE target_table = "
                                + Sql.literal(table.toString()))
                .get("n"));
    }

    private static Map<String, String> types(Connection connection, TableId table) throws SQLException {
        return rows(
                connection,
                "SELECT attname, replace(regexp_replace(format_type(atttypid, NULL), '^.*[.]', ''), 'character varying', 'text')"
                        + " FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid = "
                        + Sql.literal(quoted(table)) + "::regclass");
    }

    private static Map<String, String> rows(Connection connection, String sql) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.put(String.valueOf(result.getString(1)), String.valueOf(result.getString(2)));
            }
        }
        return rows;
    }

    private void orphans(Connection held) throws SQLException {
        Map<String, String> keys = rows(held, """
                SELECT k.conrelid::regclass || ' ' || k.conname,
                       format('SELECT %s, count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)', quote_literal('n'),
                              k.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), k.confrelid::regclass,
                              string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND '))
                FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u (child, parent)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.child
                JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.parent
                WHERE k.contype = 'f' GROUP BY k.oid, k.conrelid, k.conname, k.confrelid""");
        for (Map.Entry<String, String> key : keys.entrySet()) {
            String broken = rows(held, key.getValue()).get("n");
            if (!"0".equals(broken)) {
                problems.add(key.getKey() + ": " + broken + " rows point nowhere");
            }
        }
    }

    private static String quoted(TableId table) {
        return Sql.quote(table.schema()) + "." + Sql.quote(table.name());
    }
}
