package io.crosswalk.app.faults;

import io.crosswalk.app.faults.FaultSchedule.Fault;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.testbed.proxy.Weather;
import io.crosswalk.testbed.schema.Sql;
import io.crosswalk.testbed.torture.Torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Carries out faults, and takes back what they left: after each strike everything is up again, except the migrator. One thread. */
final class Injector {

    private static final String SLOT = "crosswalk_torture";
    private static final Duration DELAY = Duration.ofMillis(80);
    private static final long BANDWIDTH = 60_000;
    /** How far the migrator's clock may go ahead of the real one. */
    private static final List<Duration> CLOCKS = LongStream.of(
                    0, 5, 3_600, 86_400, 400 * 86_400, -5, -3_600, -86_400, -400 * 86_400)
            .mapToObj(Duration::ofSeconds)
            .toList();

    private final Arena arena;
    private final Migrator migrator;
    private final Supervisor supervisor;
    private final Torture torture;
    private final int hugeRows;

    Injector(Arena arena, Migrator migrator, Supervisor supervisor, Torture torture, int hugeRows) {
        this.arena = arena;
        this.migrator = migrator;
        this.supervisor = supervisor;
        this.torture = torture;
        this.hugeRows = hugeRows;
    }

    void strike(Fault fault) throws IOException, SQLException, InterruptedException {
        switch (fault.kind()) {
            case MIGRATOR_KILLED -> migrator.kill();
            case MIGRATOR_TERMINATED -> terminate();
            case MIGRATOR_SUSPENDED -> suspend(fault);
            case MIGRATOR_KILLED_IN_HUGE_TRANSACTION -> killInHugeTransaction(fault);
            case MIGRATOR_KILLED_AT_FAILPOINT -> killAtFailpoint(fault);
            case MIGRATOR_CLOCK_SET -> migrator.clock().set(CLOCKS.get(fault.choice() % CLOCKS.size()));
            case LEGACY_KILLED, LEGACY_STOPPED, LEGACY_STOPPED_IMMEDIATELY -> stop(arena.legacy(), fault);
            case TARGET_KILLED, TARGET_STOPPED, TARGET_STOPPED_IMMEDIATELY -> stop(arena.target(), fault);
            case LEGACY_CUT -> arena.legacy().proxy().cut();
            case LEGACY_RESET -> arena.legacy().proxy().reset();
            case LEGACY_HALF_CLOSED -> arena.legacy().proxy().halfClose();
            case LEGACY_BLACK_HOLE -> blow(arena.legacy(), Weather.BLACK_HOLE, fault);
            case LEGACY_DELAYED -> blow(arena.legacy(), Weather.delay(DELAY), fault);
            case LEGACY_THROTTLED -> blow(arena.legacy(), Weather.bandwidth(BANDWIDTH), fault);
            case TARGET_CUT -> arena.target().proxy().cut();
            case TARGET_RESET -> arena.target().proxy().reset();
            case TARGET_HALF_CLOSED -> arena.target().proxy().halfClose();
            case TARGET_BLACK_HOLE -> blow(arena.target(), Weather.BLACK_HOLE, fault);
            case TARGET_DELAYED -> blow(arena.target(), Weather.delay(DELAY), fault);
            case TARGET_THROTTLED -> blow(arena.target(), Weather.bandwidth(BANDWIDTH), fault);
            case WALSENDER_TERMINATED ->
                run(
                        arena.legacy(),
                        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '" + SLOT
                                + "' AND active_pid IS NOT NULL");
            case SINK_TERMINATED ->
                run(
                        arena.target(),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND (application_name LIKE 'crosswalk%' OR application_name LIKE 'sink%')");
            case TARGET_DISK_FULL -> fillDisk(fault);
            case TARGET_LOCKED -> lock(arena.target(), fault);
            case LEGACY_LOCKED -> lock(arena.legacy(), fault);
        }
    }

    private void terminate() throws InterruptedException {
        if (!migrator.terminate(60)) {
            throw new IllegalStateException("SIGTERM did not end the migrator within a minute");
        }
    }

    private void suspend(Fault fault) throws InterruptedException {
        migrator.signal("STOP");
        TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
        migrator.signal("CONT");
    }

    private void killInHugeTransaction(Fault fault) throws InterruptedException {
        torture.huge(hugeRows);
        TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
        migrator.kill();
    }

    /** Kills now, and again where the next process gets to: the supervisor starts a third one. */
    private void killAtFailpoint(Fault fault) throws InterruptedException {
        Failpoint[] places = Failpoint.values();
        Failpoint place = places[fault.choice() % places.length];
        supervisor.prepare(List.of("-Dcrosswalk.failpoint=" + place + ":" + (1 + fault.choice() / 7 % 3)));
        migrator.kill();
    }

    private static void stop(Arena.Site site, Fault fault) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case LEGACY_STOPPED, TARGET_STOPPED -> site.server().stop();
            case LEGACY_STOPPED_IMMEDIATELY, TARGET_STOPPED_IMMEDIATELY ->
                site.server().stopImmediately();
            default -> site.server().kill();
        }
        TimeUnit.MILLISECONDS.sleep(fault.lastsMillis() / 3);
        site.server().restart();
    }

    private static void blow(Arena.Site site, Weather weather, Fault fault) throws InterruptedException {
        site.proxy().weather(weather);
        TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
        site.proxy().weather(Weather.CLEAR);
        if (weather.swallows()) {
            site.proxy().forget();
        }
    }

    /**
     * A statement trigger that answers 53100, on every table that the migration writes to. It fires for replicated rows too. What a real
     * full disk does besides, the server's own panic when the WAL cannot grow, is what TARGET_KILLED does.
     */
    private void fillDisk(Fault fault) throws SQLException, InterruptedException {
        run(arena.target(), """
                CREATE OR REPLACE FUNCTION public.torture_full() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$""");
        List<String> full = new ArrayList<>();
        try {
            for (String table : tables(arena.target())) {
                if (onTable(
                        arena.target(),
                        "CREATE TRIGGER torture_full BEFORE INSERT OR UPDATE OR DELETE ON " + table
                                + " FOR EACH STATEMENT EXECUTE FUNCTION public.torture_full(); ALTER TABLE " + table
                                + " ENABLE ALWAYS TRIGGER torture_full")) {
                    full.add(table);
                }
            }
            TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
        } finally {
            for (String table : full) {
                run(arena.target(), "DROP TRIGGER torture_full ON " + table);
            }
        }
    }

    private static void lock(Arena.Site site, Fault fault) throws SQLException, InterruptedException {
        List<String> tables = tables(site);
        String table = tables.get(fault.choice() % tables.size());
        try (Connection connection = site.database().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL lock_timeout = '5s'");
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            TimeUnit.MILLISECONDS.sleep(fault.lastsMillis());
            connection.rollback();
        } catch (SQLException e) {
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** The tables of the application, in one order. */
    private static List<String> tables(Arena.Site site) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = site.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname IN ('public', 'billing', 'auth')
                        ORDER BY 1, 2""")) {
            while (rows.next()) {
                tables.add(Sql.quote(rows.getString(1)) + "." + Sql.quote(rows.getString(2)));
            }
        }
        return tables;
    }

    /** DDL that gives up where somebody holds the table. */
    private static boolean onTable(Arena.Site site, String sql) throws SQLException {
        try {
            run(site, "SET lock_timeout = '300ms'; " + sql);
            return true;
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState()) || "40P01".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static void run(Arena.Site site, String sql) throws SQLException {
        try (Connection connection = site.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
