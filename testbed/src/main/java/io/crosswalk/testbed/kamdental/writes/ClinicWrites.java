package io.crosswalk.testbed.kamdental.writes;

import io.crosswalk.testbed.kamdental.values.LegacyWords;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The transactions that write providers, goals, data sources and the scratch table of the import. For one thread. */
final class ClinicWrites {

    private final LegacyConnection connection;
    private final KnownRows known;
    private final MetricWrites metrics;
    private final Deque<String> hired = new ArrayDeque<>();

    ClinicWrites(LegacyConnection connection, KnownRows known, MetricWrites metrics) {
        this.connection = connection;
        this.known = known;
        this.metrics = metrics;
    }

    /** A provider with definitions and first values, in one transaction over three tables. */
    void hireProvider() throws SQLException {
        String id = known.ids.cuid(System.currentTimeMillis());
        String clinic = known.clinic();
        LocalDateTime now = LegacyConnection.now();
        connection.update("""
                INSERT INTO "Provider" ("id", "name", "providerType", "status", "createdAt", "updatedAt", "clinicId")
                VALUES (?, ?, 'dentist', 'active', ?, ?, ?)
                """, id, "Dr. " + known.words.person(), now, now, clinic);
        for (int i = 0; i < 3; i++) {
            connection.update(
                    "INSERT INTO \"_ProviderToMetricDefinition\" VALUES (?, ?) ON CONFLICT DO NOTHING",
                    known.definition(),
                    id);
            metrics.insert(clinic, id, null);
        }
        connection.commit();
        hired.addLast(id);
    }

    /** Deletes a provider this session hired: its pairs go with it (CASCADE), its values lose it (SET NULL). */
    void retireProvider() throws SQLException {
        connection.update("DELETE FROM \"Provider\" WHERE \"id\" = ?", hired.peekFirst());
        connection.commit();
        hired.pollFirst();
    }

    /** A pair of the table without primary key comes or goes. */
    void togglePair() throws SQLException {
        String definition = known.definition();
        String provider = known.provider().get(0);
        int removed = connection.update(
                "DELETE FROM \"_ProviderToMetricDefinition\" WHERE \"A\" = ? AND \"B\" = ?", definition, provider);
        if (removed == 0) {
            connection.update(
                    "INSERT INTO \"_ProviderToMetricDefinition\" VALUES (?, ?) ON CONFLICT DO NOTHING",
                    definition,
                    provider);
        }
        connection.commit();
    }

    void setGoal() throws SQLException {
        List<String> provider = known.provider();
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                """
                INSERT INTO "Goal" ("id", "timePeriod", "startDate", "endDate", "targetValue", "createdAt", "updatedAt",
                    "metricDefinitionId", "clinicId", "providerId") VALUES (?, 'monthly', ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                known.ids.cuid(System.currentTimeMillis()),
                now.toLocalDate().atStartOfDay(),
                now.toLocalDate().atStartOfDay().plusDays(30),
                known.words.value(),
                now,
                now,
                known.definition(),
                provider.get(1),
                known.words.perMille(500) ? provider.get(0) : null);
        connection.commit();
    }

    void changeGoal() throws SQLException {
        connection.update(
                "UPDATE \"Goal\" SET \"targetValue\" = ?, \"updatedAt\" = ? WHERE \"id\" = ?",
                known.words.value(),
                LegacyConnection.now(),
                known.any(connection, "Goal"));
        connection.commit();
    }

    void dropGoal() throws SQLException {
        connection.update("DELETE FROM \"Goal\" WHERE \"id\" = ?", known.any(connection, "Goal"));
        connection.commit();
    }

    /** A spreadsheet is connected (a placeholder becomes a token) or disconnected (back to the placeholder). */
    void toggleToken() throws SQLException {
        LocalDateTime now = LegacyConnection.now();
        connection.update(
                """
                UPDATE "DataSource" SET
                    "accessToken" = CASE WHEN "accessToken" IN (?, '') THEN ? ELSE ? END,
                    "refreshToken" = ?, "expiryDate" = ?, "updatedAt" = ?
                WHERE "id" = ?
                """,
                LegacyWords.PLACEHOLDER_TOKEN,
                known.words.accessToken(160),
                LegacyWords.PLACEHOLDER_TOKEN,
                known.words.perMille(500) ? known.words.refreshToken() : null,
                now.plusHours(1),
                now,
                known.dataSource().get(0));
        connection.commit();
    }

    void addScratch() throws SQLException {
        connection.update(
                "INSERT INTO \"ImportScratch\" (\"id\", \"payload\") VALUES (?, ?)",
                known.ids.cuid(System.currentTimeMillis()),
                known.words.metadata());
        connection.commit();
    }

    void truncateScratch() throws SQLException {
        connection.update("TRUNCATE \"ImportScratch\"");
        connection.commit();
    }
}
