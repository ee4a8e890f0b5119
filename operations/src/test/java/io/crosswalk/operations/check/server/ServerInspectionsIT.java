package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One thing of a server is spoiled at a time; the servers themselves are shared with other tests. */
@Databases
class ServerInspectionsIT {

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    private CheckBench bench;

    @BeforeEach
    void create() throws SQLException {
        bench = new CheckBench(legacy, target);
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() {
        for (Inspection inspection : List.of(
                new ServerVersions(),
                new LogicalDecoding(),
                new DirectConnection(),
                new RolePrivileges(),
                new RowSecurity(),
                new HeldTransactions(),
                new SourceTimeZone(),
                new ClockDifference(),
                new TextEncoding(),
                new OtherReplication(),
                new EventTriggers())) {
            assertThat(bench.find(inspection)).as(inspection.subject()).isEmpty();
        }
    }

    @Test
    void whenEverySlotIsTakenNothingCanBegin() throws SQLException {
        bench.onLegacy("SELECT pg_create_physical_replication_slot('taken_' || n)"
                + " FROM generate_series(1, (SELECT current_setting('max_replication_slots')::int - count(*)"
                + "                          FROM pg_replication_slots)::int) AS n");
        try {
            assertThat(bench.find(new LogicalDecoding()))
                    .containsExactly("BLOCKER source: no replication slots are free -> "
                            + "ALTER SYSTEM SET max_replication_slots = 20; -- then restart the server");
            bench.onLegacy("SELECT pg_drop_replication_slot('taken_1')");
            assertThat(bench.find(new LogicalDecoding()))
                    .singleElement()
                    .asString()
                    .startsWith("BLOCKER source: 1 of 2 needed replication slots are free");
        } finally {
            bench.onLegacy(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'taken%'");
        }
    }

    @Test
    void aPoolerIsFoundOnBothSides() throws IOException {
        try (FalsePooler pooler = new FalsePooler(legacy.host(), legacy.port())) {
            bench.from(through(legacy, pooler)).to(through(target, pooler));

            assertThat(bench.find(new DirectConnection()))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("BLOCKER source: a replication connection to port " + pooler.port()
                                    + " is refused"))
                    .anySatisfy(line -> assertThat(line).startsWith("WARNING target: a pooler answers"));
        }
    }

    private static DatabaseAddress through(Database database, FalsePooler pooler) {
        String url = "postgresql://127.0.0.1:" + pooler.port() + "/" + database.name() + "?sslmode=disable";
        return DatabaseAddress.parse(url, database.user(), database.password());
    }

    @Test
    void aRoleWithoutRightsIsToldEachGrant() throws SQLException {
        bench.onLegacy("CREATE ROLE \"poor Röle\" LOGIN PASSWORD 'pw'");
        try {
            bench.from(CheckBench.address(legacy, "poor Röle", "pw")).to(CheckBench.address(target, "poor Röle", "pw"));
            bench.onTarget("GRANT USAGE ON SCHEMA auth TO \"poor Röle\"");

            assertThat(bench.find(new RolePrivileges()))
                    .allSatisfy(line -> assertThat(line).startsWith("BLOCKER"))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .startsWith(
                                            "BLOCKER source: the role poor Röle lacks: replication -> ALTER ROLE \"poor Röle\" REPLICATION;"))
                    .anySatisfy(line -> assertThat(line).contains("lacks: ownership of public.Visit"))
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "lacks: table auth.users",
                                    "GRANT SELECT, INSERT, UPDATE, DELETE ON \"auth\".\"users\""))
                    .anySatisfy(
                            line -> assertThat(line)
                                    .endsWith(
                                            "GRANT SET ON PARAMETER session_replication_role TO \"poor Röle\"; -- by a superuser"));
        } finally {
            bench.onTarget("DROP OWNED BY \"poor Röle\"");
            bench.onLegacy("DROP OWNED BY \"poor Röle\"; DROP ROLE \"poor Röle\"");
        }
    }

    @Test
    void rowLevelSecurityThatHidesRowsFromUsIsRefused() throws SQLException {
        bench.onLegacy("CREATE ROLE plain LOGIN PASSWORD 'pw'");
        try {
            bench.onLegacy("ALTER TABLE \"User\" ENABLE ROW LEVEL SECURITY");
            bench.onTarget("ALTER TABLE visits ENABLE ROW LEVEL SECURITY");
            assertThat(bench.find(new RowSecurity()))
                    .as("a superuser sees everything")
                    .isEmpty();

            bench.from(CheckBench.address(legacy, "plain", "pw")).to(CheckBench.address(target, "plain", "pw"));
            assertThat(bench.find(new RowSecurity()))
                    .containsExactly(
                            "BLOCKER source: row level security applies to the role plain on public.User -> "
                                    + "ALTER ROLE \"plain\" BYPASSRLS; -- by a superuser",
                            "BLOCKER target: row level security applies to the role plain on public.visits -> "
                                    + "ALTER ROLE \"plain\" BYPASSRLS; -- by a superuser");
        } finally {
            bench.onLegacy("DROP ROLE plain");
        }
    }

    @Test
    void openAndPreparedTransactionsHoldTheSlot() throws SQLException {
        try (Connection application = legacy.connect();
                Statement statement = application.createStatement()) {
            application.setAutoCommit(false);
            statement.execute("UPDATE \"Clinic\" SET name = 'hunter2'");

            assertThat(bench.find(new HeldTransactions()))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING source: process")
                    .contains("pg_terminate_backend(")
                    .doesNotContain("hunter2");
            statement.execute("PREPARE TRANSACTION 'it''s here'");
            assertThat(bench.find(new HeldTransactions()))
                    .singleElement()
                    .asString()
                    .startsWith("BLOCKER source: prepared transaction 'it''s here'")
                    .contains("ROLLBACK PREPARED 'it''s here';");
            application.setAutoCommit(true);
            statement.execute("ROLLBACK PREPARED 'it''s here'");
        }
    }

    @Test
    void aSlotThatMayFillTheDiskIsWarnedOf() {
        assertThat(bench.find(new WalRetention()))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING source: max_slot_wal_keep_size is -1")
                        .contains("ALTER SYSTEM SET max_slot_wal_keep_size"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("NOTE source: WAL grows by about")
                        .contains("on the disk now"));
    }

    @Test
    void aZoneThatIsNotUtcSpoilsDefaults() throws SQLException {
        bench.onLegacy(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Europe/Berlin''', current_database()); END $$");

        assertThat(bench.find(new SourceTimeZone()))
                .singleElement()
                .asString()
                .startsWith("WARNING source: database " + legacy.name() + " sets the time zone Europe/Berlin")
                .contains("Visit.at", "SET timezone = 'UTC'");
        bench.onLegacy("ALTER TABLE \"Visit\" ALTER COLUMN at DROP DEFAULT");
        assertThat(bench.find(new SourceTimeZone())).isEmpty();
    }

    @Test
    void aTargetThatLacksCharactersIsRefused() throws SQLException {
        bench.onLegacy("CREATE DATABASE narrow TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            bench.to(DatabaseAddress.parse(
                    "postgresql://" + target.host() + ":" + target.port() + "/narrow",
                    target.user(),
                    target.password()));
            assertThat(bench.find(new TextEncoding()))
                    .first()
                    .asString()
                    .startsWith("BLOCKER target: its encoding is LATIN1, the source has UTF8");
        } finally {
            bench.onLegacy("DROP DATABASE narrow WITH (FORCE)");
        }
    }

    @Test
    void aTargetThatForgetsCommitsIsWarnedOf() {
        // The servers of the tests are fast in just this way.
        assertThat(bench.find(new Durability()))
                .anySatisfy(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "WARNING target: fsync is off -> ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();"));
    }

    @Test
    void whoElsePublishesOrSubscribesIsNamed() throws SQLException {
        bench.onLegacy("CREATE PUBLICATION everything FOR ALL TABLES");
        bench.onTarget("CREATE SUBSCRIPTION other CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)");
        bench.onTarget("SET allow_system_table_mods = on; INSERT INTO pg_subscription_rel"
                + " SELECT oid, 'visits'::regclass, 'r', NULL FROM pg_subscription WHERE subname = 'other'");
        try {
            assertThat(bench.find(new OtherReplication()))
                    .containsExactly(
                            "BLOCKER target: subscription other writes public.visits -> ALTER SUBSCRIPTION \"other\" DISABLE;",
                            "NOTE source: publication everything publishes all tables, those of the schema crosswalk included -> null");
        } finally {
            bench.onTarget("ALTER SUBSCRIPTION other SET (slot_name = NONE)");
            bench.onTarget("DROP SUBSCRIPTION other");
        }
    }

    @Test
    void eventTriggersAreNoted() throws SQLException {
        bench.onLegacy("CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                + "CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch()");

        assertThat(bench.find(new EventTriggers()))
                .singleElement()
                .asString()
                .startsWith("NOTE source: event trigger watcher runs at ddl_command_end");
    }
}
