package io.crosswalk.operations.plan.prepare;

import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.ddl.Step;
import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.postgres.Failures;
import io.crosswalk.sink.backfill.DeferredIndexes;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Applies a plan to its target, and takes back what was applied. The connection is in autocommit and holds the seat of the migration's
 * writer. One thread.
 */
public final class PlanApplication {

    private final String name;
    private final Connection connection;
    private final Duration lockTimeout;
    private final PreparedSteps prepared;

    /** @param lockTimeout how long a statement may wait for a lock */
    public PlanApplication(String name, Connection connection, Duration lockTimeout) {
        this.name = name;
        this.connection = connection;
        this.lockTimeout = lockTimeout;
        this.prepared = new PreparedSteps(name);
    }

    /** What happens within a transaction. */
    @FunctionalInterface
    private interface Work {
        void run(Statement statement) throws SQLException;
    }

    /**
     * Takes the steps that are missing: phase 1, the foreign keys of phase 3 into {@code crosswalk.deferred}, and phase 4, each phase in
     * one transaction.
     *
     * @return what was made, empty when there was nothing to do
     * @throws SinkException lasting, with the list, when the target contradicts the mapping; nothing is changed then
     */
    public List<String> apply(Plan plan) throws SQLException {
        List<String> conflicts = plan.differences().conflicts();
        if (!conflicts.isEmpty()) {
            throw SinkException.lasting(
                    "the target does not fit the mapping, and nothing was changed:" + indented(conflicts), null);
        }
        if (plan.isPrepared()) {
            return List.of();
        }
        requireNotBegun("prepare comes before the first run, and the target differs from the mapping in "
                + plan.firstMissing());
        List<String> made = new ArrayList<>();
        inTransaction(statement -> {
            ControlSchema.lock(connection);
            for (Step step : plan.differences().tables()) {
                take(statement, 1, step, made);
            }
        });
        Failpoint.TABLES_PREPARED.reached();
        inTransaction(statement -> {
            for (ForeignKeyDesign key : plan.differences().foreignKeys()) {
                Step step = plan.step(key);
                new DeferredIndexes(name).remember(connection, key.table(), key.name(), key.definition());
                prepared.add(connection, 3, step);
                made.add(step.what() + ", for the end of the backfill");
            }
        });
        Failpoint.FOREIGN_KEYS_PREPARED.reached();
        inTransaction(statement -> {
            for (Step step : plan.differences().accounts()) {
                take(statement, 4, step, made);
            }
        });
        Failpoint.ACCOUNT_TRIGGERS_PREPARED.reached();
        return made;
    }

    private void take(Statement statement, int phase, Step step, List<String> made) throws SQLException {
        execute(statement, step.apply(), "make " + step.what());
        prepared.add(connection, phase, step);
        made.add(step.what());
    }

    private static void execute(Statement statement, String sql, String what) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (Failures.isTransient(e)) {
                throw e;
            }
            throw SinkException.lasting("cannot " + what + ", and the phase was not changed: " + message(e), e);
        }
    }

    /** What PostgreSQL says of a statement of ours: names, and no values, except for what our own guards raise. */
    private static String message(SQLException e) {
        boolean ours = "P0001".equals(e.getSQLState());
        return ours
                ? String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst("^ERROR: ", "")
                : Failures.withoutValues(e);
    }

    /**
     * Takes back what {@link #apply} did for this migration, last step first, in one transaction.
     *
     * @return what was taken back, empty when there was nothing
     * @throws SinkException lasting when the migration has begun, when a table holds rows, or when something else depends on a step;
     *     nothing is changed then
     */
    public List<String> rollBack() throws SQLException {
        Map<Integer, List<Step>> done = prepared.read(connection);
        if (done.isEmpty()) {
            return List.of();
        }
        requireNotBegun("what it has written is not rolled back");
        List<String> undone = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        done.values().forEach(steps::addAll);
        Collections.reverse(steps);
        inTransaction(statement -> {
            ControlSchema.lock(connection);
            prepared.clear(connection);
            new DeferredIndexes(name).forgetForeignKeys(connection);
            for (Step step : steps) {
                execute(statement, step.undo(), "take back " + step.what());
                undone.add(step.what());
            }
        });
        Failpoint.PREPARE_ROLLED_BACK.reached();
        return undone;
    }

    /** The statements of {@link #rollBack}, for people. */
    public String rollbackScript() throws SQLException {
        StringBuilder script = new StringBuilder();
        List<Step> steps = new ArrayList<>();
        prepared.read(connection).values().forEach(steps::addAll);
        Collections.reverse(steps);
        steps.forEach(step -> script.append(step.undo()).append(System.lineSeparator()));
        return script.toString();
    }

    private void requireNotBegun(String because) throws SQLException {
        boolean begun = new Ledger(name).read(connection).isPresent();
        if (begun || isBeginning()) {
            throw SinkException.lasting("the migration " + name + " has begun: " + because, null);
        }
    }

    private boolean isBeginning() throws SQLException {
        String there = "SELECT to_regclass('crosswalk.beginnings') IS NOT NULL";
        try (PreparedStatement exists = connection.prepareStatement(there);
                ResultSet row = exists.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                return false;
            }
        }
        String sql = "SELECT EXISTS (SELECT FROM crosswalk.beginnings WHERE name = ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // The statements are SQL as it is: a brace in a default is no JDBC escape.
            statement.setEscapeProcessing(false);
            statement.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            work.run(statement);
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String indented(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
        return text.toString();
    }
}
