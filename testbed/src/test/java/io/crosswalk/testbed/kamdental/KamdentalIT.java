package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class KamdentalIT {

    private static final LegacyPopulation POPULATION = new LegacyPopulation(7, 20_000);

    @Test
    void theSeededContentHasEveryOddityOfTheRealOne(@Legacy Database legacy) throws SQLException {
        Map<String, Long> rows = fill(legacy, POPULATION);
        assertThat(rows.keySet()).containsAll(KamdentalLegacy.TABLES);
        for (String table : rows.keySet()) {
            assertThat(number(legacy, "SELECT count(*) FROM \"" + table + "\"")).isEqualTo(rows.get(table));
        }
        assertThat(rows)
                .containsEntry("Clinic", 40L)
                .containsEntry("User", 203L)
                .containsEntry("MetricValue", 20_000L);
        String tenantless = """
                SELECT count(*) FROM "MetricValue"
                WHERE "clinicId" IS NULL AND "providerId" IS NULL AND "dataSourceId" IS NULL
                """;
        assertThat(number(legacy, tenantless)).isEqualTo(POPULATION.tenantlessMetricValues());
        for (String present : new String[] {
            "SELECT count(*) FROM \"MetricValue\" WHERE \"clinicId\" IS NULL AND \"providerId\" IS NOT NULL",
            "SELECT count(*) FROM \"MetricValue\" WHERE \"clinicId\" IS NULL AND \"dataSourceId\" IS NOT NULL",
            "SELECT count(*) FROM \"MetricValue\" WHERE \"clinicId\" = 'main-street-clinic'",
            "SELECT count(*) FROM \"MetricValue\" WHERE \"metricDefinitionId\" = '1042'",
            "SELECT count(*) FROM \"MetricValue\" WHERE \"value\" IN ('n/a', '', '1,234.5')",
            "SELECT count(*) FROM \"MetricValue\" WHERE pg_column_size(\"metadata\") > 5000",
            "SELECT count(*) FROM \"Dashboard\" WHERE length(\"layoutConfig\"::text) > 8192",
            "SELECT count(*) FROM \"DataSource\" WHERE \"accessToken\" IN ('pending')",
            "SELECT count(*) FROM \"DataSource\" WHERE \"accessToken\" = ''",
            "SELECT count(*) FROM \"DataSource\" WHERE length(\"accessToken\") = 6144",
            "SELECT count(*) FROM \"User\" WHERE \"passwordHash\" IS NULL AND \"clinicId\" IS NULL",
            "SELECT count(*) FROM \"User\" WHERE \"email\" <> lower(\"email\")",
            "SELECT count(*) FROM \"Provider\" WHERE \"id\" ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4'"
        }) {
            assertThat(number(legacy, present)).as(present).isPositive();
        }
        assertThat(number(legacy, "SELECT count(*) - count(DISTINCT lower(\"email\")) FROM \"User\""))
                .isZero();
        assertThat(
                        number(
                                legacy,
                                "SELECT count(*) FROM \"MetricValue\" WHERE \"id\" ~ '^c[0-9a-z]{24}$' AND length(\"id\") = 25"))
                .isGreaterThan(19_900);
    }

    @Test
    void theRowsKeepTheForeignKeysThatTheFillingDidNotCheck(@Legacy Database legacy) throws SQLException {
        fill(legacy, new LegacyPopulation(3, 2_000, 5));
        String constraints = """
                SELECT string_agg(format('ALTER TABLE %s DROP CONSTRAINT %I; ALTER TABLE %s ADD CONSTRAINT %I %s',
                    conrelid::regclass, conname, conrelid::regclass, conname, pg_get_constraintdef(oid)), ';')
                FROM pg_constraint WHERE contype = 'f'
                """;
        execute(legacy, text(legacy, constraints));
    }

    @Test
    void theSameSeedGivesTheSameRows(Database one, Database again, Database other) throws SQLException {
        fill(one, POPULATION);
        fill(again, POPULATION);
        fill(other, new LegacyPopulation(8, 20_000));
        Map<String, String> digests = digests(one);
        assertThat(digests(again)).isEqualTo(digests);
        assertThat(digests(other).get("MetricValue")).isNotEqualTo(digests.get("MetricValue"));
    }

    @Test
    void theApplicationWritesOnWithoutBreakingAnything(@Legacy Database legacy) throws Exception {
        fill(legacy, POPULATION);
        Map<String, String> before = digests(legacy);
        LegacyApplication application = new LegacyApplication(legacy, 5, 200, 3);
        application.start();
        awaitCommits(application, 900);
        LegacyApplication.Counts counts = application.stop();

        assertThat(counts.rolledBack()).isPositive();
        assertThat(counts.failed()).isLessThan(counts.committed() / 20);
        assertThat(digests(legacy).entrySet().stream()
                        .filter(entry -> entry.getValue().equals(before.get(entry.getKey())))
                        .map(Map.Entry::getKey))
                .containsOnly("Clinic", "MetricDefinition", "ColumnMapping", "_prisma_migrations");
        assertThat(number(legacy, """
                        SELECT count(*) FROM "MetricValue"
                        WHERE "clinicId" IS NULL AND "providerId" IS NULL AND "dataSourceId" IS NULL
                        """)).isLessThanOrEqualTo(POPULATION.tenantlessMetricValues());
        assertThat(number(legacy, "SELECT count(*) FROM \"MetricValue\" WHERE \"value\" = 'never seen'"))
                .isZero();
    }

    @Test
    void aTolerantApplicationOutlivesItsServer() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.temporary(17)) {
            Database legacy = server.createDatabase("tolerant");
            fill(legacy, new LegacyPopulation(1, 500, 3));
            try (LegacyApplication application = new LegacyApplication(legacy, 1, 100, 2, true)) {
                application.start();
                awaitCommits(application, 20);
                server.kill();
                server.restart();
                awaitCommits(application, application.committed() + 50);
                assertThat(application.stop().failed()).isPositive();
            }
        }
    }

    @Test
    void anIntolerantApplicationReportsALostServer() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.temporary(17)) {
            Database legacy = server.createDatabase("lost");
            fill(legacy, new LegacyPopulation(1, 500, 3));
            LegacyApplication application = new LegacyApplication(legacy, 1, 100, 2);
            application.start();
            awaitCommits(application, 20);
            server.kill();
            // Both sessions have to notice before they are told to end.
            await(application, () -> application.counts().failed() >= 2);
            assertThatThrownBy(application::stop).hasMessageContaining("lost its connection");
        }
    }

    @Test
    void anAccountGetsItsProfileInAnySchema(@Target Database target) throws SQLException {
        try (Connection connection = target.connect()) {
            KamdentalLegacy.create(connection);
            KamdentalTarget.create(connection, "app");
        }
        execute(target, """
                INSERT INTO auth.users (id, email, email_confirmed_at, created_at)
                VALUES ('00000000-0000-4000-8000-000000000001', 'a@b.example', now(), now());
                INSERT INTO auth.identities (provider_id, user_id, identity_data, provider)
                VALUES ('x', '00000000-0000-4000-8000-000000000001', '{"email": "A@B.example"}', 'email')
                """);
        assertThat(text(target, "SELECT email FROM app.profiles")).isEqualTo("a@b.example");
        assertThat(text(target, "SELECT email FROM auth.identities")).isEqualTo("a@b.example");
        assertThat(number(target, "SELECT count(*) FROM auth.users WHERE confirmed_at = email_confirmed_at"))
                .isEqualTo(1);
        assertThat(text(target, """
                        SELECT set_config('request.jwt.claims',
                            '{"sub": "00000000-0000-4000-8000-000000000001", "role": "authenticated"}', false)
                        """)).isNotEmpty();
        assertThat(text(target, "SELECT auth.uid() IS NULL AND auth.role() IS NULL AND auth.jwt() IS NULL"))
                .isEqualTo("t");
        assertThat(number(target, "SELECT count(*) FROM pg_tables WHERE schemaname = 'app'"))
                .isEqualTo(KamdentalTarget.TABLES.size());
    }

    @Test
    void targetsAreCreatedInParallelOnOneServer() throws Exception {
        // A server of its own: the roles do not exist yet.
        try (EmbeddedServer server = EmbeddedServer.temporary(17)) {
            CompletableFuture<?>[] creations = new CompletableFuture<?>[6];
            for (int i = 0; i < creations.length; i++) {
                Database database = server.createDatabase("parallel");
                creations[i] = CompletableFuture.runAsync(() -> {
                    try (Connection connection = database.connect()) {
                        KamdentalTarget.create(connection);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            CompletableFuture.allOf(creations).get(60, TimeUnit.SECONDS);
            assertThat(number(
                            server.maintenance(),
                            "SELECT count(*) FROM pg_roles WHERE rolname IN"
                                    + " ('anon', 'authenticated', 'service_role', 'authenticator')"))
                    .isEqualTo(4);
        }
    }

    private static void awaitCommits(LegacyApplication application, long atLeast) throws InterruptedException {
        await(application, () -> application.committed() >= atLeast);
    }

    private static void await(LegacyApplication application, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s", application.counts()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static Map<String, Long> fill(Database database, LegacyPopulation population) throws SQLException {
        try (Connection connection = database.connect()) {
            KamdentalLegacy.create(connection);
            return population.fill(connection, FillProgress.SILENT);
        }
    }

    private static Map<String, String> digests(Database database) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        for (String table : KamdentalLegacy.TABLES) {
            digests.put(table, digest(database, table));
        }
        digests.put("_prisma_migrations", digest(database, "_prisma_migrations"));
        return digests;
    }

    private static String digest(Database database, String table) throws SQLException {
        return text(
                database,
                "SELECT coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM \"" + table
                        + "\" t");
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Database database, String sql) throws SQLException {
        return Long.parseLong(text(database, sql));
    }

    private static String text(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return String.valueOf(row.getString(1));
        }
    }
}
