package io.crosswalk.postgres;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class DatabaseAddressIT {

    private static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    private static void execute(Database database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> row(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getString(i));
            }
            return values;
        }
    }

    private static final String TEXTS = """
            SELECT '2024-07-01 12:00:00.123456+00'::timestamptz::text, '2024-02-01'::date::text, '1 day 2 hours'::interval::text,
                   (0.1::float8 + 0.2::float8)::text, '\\x00ff'::bytea::text, current_setting('search_path')""";

    private static final List<String> EXPECTED = List.of(
            "2024-07-01 12:00:00.123456+00",
            "2024-02-01",
            "1 day 02:00:00",
            "0.30000000000000004",
            "\\x00ff",
            "pg_catalog");

    @Test
    void valuesHaveOneTextFormWhateverTheDatabaseSets(Database database) throws SQLException {
        String alter = "ALTER DATABASE \"" + database.name() + "\" SET ";
        execute(
                database,
                alter + "TimeZone = 'Asia/Kolkata'",
                alter + "DateStyle = 'German, DMY'",
                alter + "IntervalStyle = 'iso_8601'",
                alter + "extra_float_digits = 0",
                alter + "bytea_output = 'escape'",
                alter + "search_path = public");

        try (Connection connection = address(database).connect("test")) {
            assertThat(row(connection, TEXTS)).isEqualTo(EXPECTED);
        }
    }

    @Test
    void valuesHaveOneTextFormWhateverTheRoleSets(Database database) throws SQLException {
        String role = "styled_" + UUID.randomUUID().toString().replace("-", "");
        String alter = "ALTER ROLE " + role + " SET ";
        execute(
                database,
                "CREATE ROLE " + role + " LOGIN PASSWORD 'pw'",
                alter + "TimeZone = 'America/New_York'",
                alter + "DateStyle = 'SQL, DMY'",
                alter + "IntervalStyle = 'sql_standard'",
                alter + "extra_float_digits = -5",
                alter + "bytea_output = 'escape'",
                alter + "search_path = public");
        try (Connection connection =
                DatabaseAddress.parse(database.libpqUrl(), role, "pw").connect("test")) {
            assertThat(row(connection, "SELECT current_user")).containsExactly(role);
            assertThat(row(connection, TEXTS)).isEqualTo(EXPECTED);
        } finally {
            execute(database, "DROP ROLE " + role);
        }
    }

    @Test
    void theConnectionSaysWhoseItIs(Database database) throws SQLException {
        try (Connection connection = address(database).connect("crosswalk test")) {
            assertThat(row(connection, "SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()"))
                    .containsExactly("crosswalk test");
            assertThat(connection.getAutoCommit()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "a/b?c=d&e", "50%25", "Zähne 🦷", "x#y;z\"q'"})
    void findsADatabaseWithAnyName(String suffix, Database database) throws SQLException {
        String name = database.name() + suffix;
        String quoted = Identifiers.quote(name);
        execute(database, "CREATE DATABASE " + quoted);
        DatabaseAddress given = address(database);
        DatabaseAddress named = new DatabaseAddress(
                given.host(), given.port(), name, given.user(), given.password(), given.parameters());
        try (Connection connection = named.connect("test")) {
            assertThat(row(connection, "SELECT current_database()")).containsExactly(name);
        } finally {
            execute(database, "DROP DATABASE " + quoted + " WITH (FORCE)");
        }
    }

    @Test
    void aRefusedPasswordIsNotRepeated(Database database) throws SQLException {
        String role = "refused_" + UUID.randomUUID().toString().replace("-", "");
        execute(database, "CREATE ROLE " + role + " NOLOGIN PASSWORD 'pw'");
        try {
            assertThatThrownBy(() -> DatabaseAddress.parse(database.libpqUrl(), role, "hunter2")
                            .connect("test"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(role + "@")
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("hunter2"));
        } finally {
            execute(database, "DROP ROLE " + role);
        }
    }

    @Test
    void aServerNoticesInTheMiddleOfAStatementThatItsClientIsGone(Database database) throws Exception {
        try (Connection killed = address(database).connect("test of a killed client");
                Connection looking = database.connect()) {
            String pid = row(killed, "SELECT pg_backend_pid()").get(0);
            Thread working = new Thread(() -> sleepFor(killed, 600), "working");
            working.start();
            String sessions = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid;
            awaitRow(looking, sessions + " AND state = 'active'", "1");

            killed.abort(Runnable::run);

            awaitRow(looking, sessions, "0");
            working.join();
        }
    }

    private static void sleepFor(Connection connection, int seconds) {
        try {
            row(connection, "SELECT pg_sleep(" + seconds + ")");
        } catch (SQLException e) {
            assertThat(Failures.isTransient(e)).isTrue();
        }
    }

    private static void awaitRow(Connection connection, String sql, String expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!row(connection, sql).equals(List.of(expected))) {
            assertThat(System.nanoTime()).as(sql).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
