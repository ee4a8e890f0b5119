package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.values.LegacyIds;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The content of a legacy database: the same seed and sizes give the same rows, byte by byte. Immutable.
 *
 * @param seed where all chance comes from
 * @param metricValues the number of rows in "MetricValue"; the other tables grow with the clinics
 * @param clinics the number of tenants
 */
public record LegacyPopulation(long seed, int metricValues, int clinics) {

    /** As many clinics as Kamdental has. */
    public static final int DEFAULT_CLINICS = 40;

    public LegacyPopulation {
        if (metricValues < 0 || clinics < 1) {
            throw new IllegalArgumentException("needs no negative number of metric values and at least one clinic");
        }
    }

    public LegacyPopulation(long seed, int metricValues) {
        this(seed, metricValues, DEFAULT_CLINICS);
    }

    /** How many metric values lead to no clinic at all: 0.01 %, at least 3. */
    public int tenantlessMetricValues() {
        return Math.min(metricValues, Math.max(3, metricValues / 10_000));
    }

    /**
     * Fills the empty tables of {@link KamdentalLegacy} by COPY, in constant memory, and returns the rows per table. The
     * connection is in autocommit mode: each table is one transaction.
     */
    public Map<String, Long> fill(Connection connection, FillProgress progress) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The rows are consistent by construction: checking each foreign key would take most of the time.
            boolean unchecked = isSuperuser(statement);
            if (unchecked) {
                statement.execute("SET session_replication_role = replica");
            }
            try {
                return new Filling(connection, progress).run();
            } finally {
                if (unchecked) {
                    statement.execute("RESET session_replication_role");
                }
                statement.execute("ANALYZE");
            }
        }
    }

    private static boolean isSuperuser(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW is_superuser")) {
            return row.next() && row.getString(1).equals("on");
        }
    }

    /** Writes the rows of one table. */
    private interface Rows {
        void write(CopyRows rows) throws SQLException;
    }

    /** One run through the tables, parents first. */
    private final class Filling {

        private final Connection connection;
        private final FillProgress progress;
        private final Map<String, Long> counts = new LinkedHashMap<>();

        Filling(Connection connection, FillProgress progress) {
            this.connection = connection;
            this.progress = progress;
        }

        Map<String, Long> run() throws SQLException {
            SplittableRandom random = new SplittableRandom(seed);
            LegacyDirectory directory = LegacyDirectory.generate(new LegacyIds(random.split()), clinics);
            DirectoryRows people = new DirectoryRows(directory, random.split());
            ContentRows content = new ContentRows(directory, random.split());
            MetricValueRows values = new MetricValueRows(directory, random.split());
            directory(people);
            content(content, values);
            return Collections.unmodifiableMap(counts);
        }

        private void directory(DirectoryRows people) throws SQLException {
            table("Clinic", "id name location status createdAt updatedAt", people::clinics);
            table("User", "id email name role passwordHash lastLogin clinicId createdAt updatedAt", people::users);
            table("Provider", "id name providerType status clinicId createdAt updatedAt", people::providers);
            table(
                    "MetricDefinition",
                    "id name description dataType calculationFormula category isComposite createdAt updatedAt",
                    people::definitions);
            table(
                    "DataSource",
                    "id name spreadsheetId sheetName lastSyncedAt syncFrequency connectionStatus appScriptId"
                            + " accessToken refreshToken expiryDate clinicId createdAt updatedAt",
                    people::dataSources);
        }

        private void content(ContentRows content, MetricValueRows values) throws SQLException {
            table(
                    "ColumnMapping",
                    "id columnName transformationRule dataSourceId metricDefinitionId createdAt updatedAt",
                    content::columnMappings);
            table(
                    "MetricValue",
                    String.join(" ", MetricValueRows.COLUMNS),
                    rows -> values.write(rows, metricValues, tenantlessMetricValues(), progress));
            table(
                    "Goal",
                    "id timePeriod startDate endDate targetValue metricDefinitionId clinicId providerId"
                            + " createdAt updatedAt",
                    content::goals);
            table("Dashboard", "id name isDefault layoutConfig userId createdAt updatedAt", content::dashboards);
            table(
                    "Widget",
                    "id widgetType chartType positionX positionY width height config dashboardId metricDefinitionId"
                            + " createdAt updatedAt",
                    content::widgets);
            table("_ProviderToMetricDefinition", "A B", content::pairs);
            table("ImportScratch", "id payload createdAt", content::scratch);
            table(
                    "_prisma_migrations",
                    "id checksum migration_name applied_steps_count started_at finished_at",
                    content::migrations);
        }

        private void table(String name, String columns, Rows rows) throws SQLException {
            try (CopyRows copy = new CopyRows(connection, name, List.of(columns.split(" ")))) {
                rows.write(copy);
                long written = copy.finish();
                counts.put(name, written);
                progress.rows(name, written, written);
            }
        }
    }
}
