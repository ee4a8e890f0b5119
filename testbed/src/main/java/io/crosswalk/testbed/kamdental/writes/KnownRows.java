package io.crosswalk.testbed.kamdental.writes;

import io.crosswalk.testbed.kamdental.values.LegacyIds;
import io.crosswalk.testbed.kamdental.values.LegacyWords;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/** What a session knows about the database when it starts, and how it picks rows at random. For one thread. */
final class KnownRows {

    private final List<String> clinics;
    private final List<String> definitions;
    /** Pairs of provider and clinic. */
    private final List<List<String>> providers;
    /** Pairs of data source and clinic. */
    private final List<List<String>> dataSources;

    private final List<String> largeDashboards;
    private final List<String> largeMetricValues;
    private final SplittableRandom random;
    final LegacyIds ids;
    final LegacyWords words;

    KnownRows(LegacyConnection connection, SplittableRandom random) throws SQLException {
        this.random = random;
        this.ids = new LegacyIds(random);
        this.words = new LegacyWords(random);
        this.clinics = firsts(connection.rows("SELECT \"id\" FROM \"Clinic\" ORDER BY 1"));
        this.definitions = firsts(connection.rows("SELECT \"id\" FROM \"MetricDefinition\" ORDER BY 1"));
        this.providers = connection.rows("SELECT \"id\", \"clinicId\" FROM \"Provider\" ORDER BY 1 LIMIT 1000");
        this.dataSources = connection.rows("SELECT \"id\", \"clinicId\" FROM \"DataSource\" ORDER BY 1 LIMIT 1000");
        this.largeDashboards = firsts(connection.rows("""
                        SELECT "id" FROM "Dashboard" WHERE pg_column_size("layoutConfig") > 2000 ORDER BY 1 LIMIT 100
                        """));
        // A sample: the table may be large, and this runs once for each session.
        this.largeMetricValues = firsts(connection.rows("""
                        SELECT "id" FROM (SELECT "id", "metadata" FROM "MetricValue" LIMIT 100000) AS sample
                        WHERE pg_column_size("metadata") > 2000 LIMIT 100
                        """));
        if (clinics.isEmpty() || definitions.isEmpty() || providers.isEmpty() || dataSources.isEmpty()) {
            throw new SQLException("the legacy database has no content for the application to work on");
        }
    }

    private static List<String> firsts(List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toList();
    }

    String clinic() {
        return words.pick(clinics);
    }

    String definition() {
        return words.pick(definitions);
    }

    /** Provider and clinic. */
    List<String> provider() {
        return providers.get(random.nextInt(providers.size()));
    }

    /** Data source and clinic. */
    List<String> dataSource() {
        return dataSources.get(random.nextInt(dataSources.size()));
    }

    @Nullable
    String largeDashboard() {
        return largeDashboards.isEmpty() ? null : words.pick(largeDashboards);
    }

    @Nullable
    String largeMetricValue() {
        return largeMetricValues.isEmpty() ? null : words.pick(largeMetricValues);
    }

    int below(int limit) {
        return random.nextInt(limit);
    }

    /** A row of the table at random: the next one after an identifier that may not exist. Null when it is empty. */
    @Nullable
    String any(LegacyConnection connection, String table) throws SQLException {
        return anyWhere(connection, table, "true");
    }

    @Nullable
    String anyWhere(LegacyConnection connection, String table, String condition) throws SQLException {
        String next = connection.text(
                "SELECT \"id\" FROM \"" + table + "\" WHERE \"id\" >= ? AND " + condition + " ORDER BY \"id\" LIMIT 1",
                ids.cuid());
        return next != null
                ? next
                : connection.text(
                        "SELECT \"id\" FROM \"" + table + "\" WHERE " + condition + " ORDER BY \"id\" LIMIT 1");
    }
}
