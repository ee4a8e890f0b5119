package io.crosswalk.app.faults;

import io.crosswalk.app.ConfiguredMigration;
import io.crosswalk.app.configuration.Configuration;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.operations.comparison.ComparisonReport;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.torture.History;
import io.crosswalk.testbed.torture.Sides;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What has to hold when nothing strikes any more, and the wait for it. One thread. */
final class Outcome {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration RECOVERY = Duration.ofSeconds(20);
    private static final Duration REST = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;
    private static final String UNREACHABLE = "crosswalk: cannot connect to ";

    private final Arena arena;
    private final Configuration configuration;
    private final Migrator migrator;
    private final Database legacy;
    private final Database target;
    private long quarantined;

    Outcome(Arena arena, Configuration configuration, Migrator migrator) {
        this.arena = arena;
        this.configuration = configuration;
        this.migrator = migrator;
        this.legacy = arena.legacy().database();
        this.target = arena.target().database();
    }

    /** Until the migrator has begun: faults before that strike nothing. */
    void awaitSlot() throws InterruptedException {
        await(
                "a slot",
                () -> !text(legacy, "SELECT slot_name FROM pg_replication_slots")
                        .isEmpty());
    }

    void awaitStreaming() throws InterruptedException {
        await(
                "the phase STREAMING",
                () -> text(target, "SELECT phase FROM crosswalk.ledger").equals("STREAMING"));
    }

    /** Until the ledger says that something was done since now; a while at most, because some faults need another one to end. */
    void awaitProgress() throws InterruptedException {
        String before = progress();
        long deadline = System.nanoTime() + RECOVERY.toNanos();
        while (progress().equals(before) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** True when the ledger says that a migration has begun: it has taken its print of the legacy schema. */
    boolean hasBegun() {
        return holds(() -> !text(target, "SELECT phase FROM crosswalk.ledger").isEmpty());
    }

    /** Until the stream has all that an application at rest has written; false when that takes too long. */
    boolean awaitRest(BooleanSupplier application) throws InterruptedException {
        long deadline = System.nanoTime() + REST.toNanos();
        String end = "";
        while (System.nanoTime() < deadline) {
            try {
                if (end.isEmpty() && application.getAsBoolean()) {
                    end = text(legacy, "SELECT pg_current_wal_insert_lsn()");
                }
                if (!end.isEmpty() && isStreamingPast(end)) {
                    return true;
                }
            } catch (SQLException e) {
                // A server is down still, or there is no ledger yet.
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    private boolean isStreamingPast(String end) throws SQLException {
        return text(target, "SELECT phase = 'STREAMING' AND position >= '" + end + "'::pg_lsn FROM crosswalk.ledger")
                .equals("t");
    }

    private String progress() {
        try {
            return text(
                    target,
                    "SELECT phase || position || (SELECT count(loaded_at) FROM crosswalk.chunks) FROM"
                            + " crosswalk.ledger");
        } catch (SQLException e) {
            // The server is down, or there is no ledger yet.
            return "";
        }
    }

    /** Until all that is committed is in the target, and what a backfill of several snapshots put off is done. */
    void awaitDrained() throws InterruptedException, SQLException {
        String end = text(legacy, "SELECT pg_current_wal_insert_lsn()");
        await(
                "position " + end,
                () -> text(target, "SELECT position >= '" + end + "'::pg_lsn FROM crosswalk.ledger")
                        .equals("t"));
        await(
                "foreign keys",
                () -> text(target, "SELECT object_name FROM crosswalk.deferred LIMIT 1")
                        .isEmpty());
        // What waits in the quarantine is looked at again in the next transaction: a token is enough.
        String settled = text(legacy, "SELECT pg_logical_emit_message(true, 'crosswalk', 'torture:end')");
        await(
                "position " + settled,
                () -> text(target, "SELECT position >= '" + settled + "'::pg_lsn FROM crosswalk.ledger")
                        .equals("t"));
    }

    private void await(String what, Callable<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + PATIENCE + "; the migrator said:\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String said() throws InterruptedException {
        try {
            return migrator.tail() + "\n\n" + migrator.stacks();
        } catch (IOException e) {
            return "nothing that can be read: " + e.getMessage();
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            // The server is down, or there is no ledger yet.
            return false;
        }
    }

    /** Everything that is against a promise, a sentence each. */
    List<String> problems(ImageReader reader, Supervisor supervisor)
            throws SQLException, IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        if (!migrator.terminate(60)) {
            problems.add("SIGTERM did not end the migrator within a minute");
        }
        ComparisonReport report = Preparation.comparison(ConfiguredMigration.settings(configuration))
                .run(table -> {});
        problems.addAll(report.problems());
        quarantined = report.quarantined().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        problems.addAll(new SideBySide(configuration.mapping().mapping(), legacy, target).problems());
        List<History.Entry> history;
        try (Connection connection = legacy.connect()) {
            history = History.read(connection);
        }
        problems.addAll(reader.problems(history));
        if (!text(legacy, "SELECT " + Sides.LEGACY.sum()).equals("0")) {
            problems.add("the torture itself broke the sum: its fault");
        }
        slot(problems);
        ends(problems, supervisor);
        secrets(problems);
        return problems;
    }

    private void slot(List<String> problems) throws SQLException {
        String confirmed =
                text(legacy, "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name LIKE 'crosswalk%'");
        String position = text(target, "SELECT position FROM crosswalk.ledger");
        if (confirmed.isEmpty()
                || !text(target, "SELECT '" + confirmed + "'::pg_lsn <= '" + position + "'::pg_lsn")
                        .equals("t")) {
            problems.add("the slot is confirmed up to " + confirmed + ", the ledger stands at " + position);
        }
        if (!text(legacy, "SELECT slot_name FROM pg_replication_slots OFFSET 1").isEmpty()) {
            problems.add("a second slot was left behind");
        }
        String invalid = text(target, "SELECT conname FROM pg_constraint WHERE NOT convalidated");
        if (!invalid.isEmpty()) {
            problems.add("the constraint " + invalid + " is not validated");
        }
    }

    /** What the faults do passes: nobody may be asked to act. Except where a start finds no server: that may be a typing mistake. */
    private static void ends(List<String> problems, Supervisor supervisor) {
        supervisor.surprises().stream()
                .filter(surprise -> !surprise.contains(UNREACHABLE))
                .forEach(problems::add);
    }

    private void secrets(List<String> problems) throws IOException {
        String output = migrator.output();
        if (output.contains(legacy.password()) || output.contains(target.password())) {
            problems.add("a password stands in the log");
        }
    }

    long quarantined() {
        return quarantined;
    }

    private static String text(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }
}
