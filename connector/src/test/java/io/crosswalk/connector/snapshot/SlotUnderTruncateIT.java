package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A slot beside which somebody has rewritten a table while it came into being may not decode what is being written: it is made anew. */
@Databases
class SlotUnderTruncateIT {

    private static final long PATIENCE_SECONDS = 60;

    @Test
    void aTruncateWhileASlotComesIntoBeingIsAReasonToMakeItAnew(Database legacy) throws Exception {
        isMadeAnewBesideATruncate(legacy);
    }

    @Test
    @Databases(version = 15)
    void aTruncateWhileASlotComesIntoBeingIsAReasonToMakeItAnewOnFifteen(Database legacy) throws Exception {
        isMadeAnewBesideATruncate(legacy);
    }

    private static void isMadeAnewBesideATruncate(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE t (id int PRIMARY KEY)");
                Connection before = begun(source)) {
            ReplicationSlot.drop(source.connection, source.settings.slot());
            CompletableFuture<Snapshot> creation = CompletableFuture.supplyAsync(() -> created(source));
            await(source, before, creation);
            execute(source.connection, "TRUNCATE t");
            try (Connection between = begun(source)) {
                before.commit();
                await(source, between, creation);
                try (Connection writing = begun(source)) {
                    execute(writing, "INSERT INTO t VALUES (2)");
                    between.commit();
                    // The first slot did not have to wait for this one; the second has to.
                    await(source, writing, creation);
                    assertThat(creation).isNotDone();
                    writing.commit();
                }
            }
            try (Snapshot snapshot = creation.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // What is not flushed is not decoded yet.
                execute(source.connection, "SET synchronous_commit = on; INSERT INTO t VALUES (3)");
                assertThat(decoded(source)).isPositive();
                assertThat(snapshot.identity().slot()).isEqualTo(source.settings.slot());
            }
        }
    }

    private static Snapshot created(PreparedSource source) {
        try {
            return Snapshot.createSlot(source.settings);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection begun(PreparedSource source) throws SQLException {
        Connection connection = source.connect();
        connection.setAutoCommit(false);
        execute(connection, "SELECT txid_current()");
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the slot waits for that transaction, or is there. */
    private static void await(PreparedSource source, Connection blocking, CompletableFuture<Snapshot> creation)
            throws Exception {
        long pid = number(blocking, "SELECT pg_backend_pid()");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!creation.isDone()
                && number(
                                source.connection,
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'crosswalk snapshot' AND "
                                        + pid + " = ANY (pg_blocking_pids(pid))")
                        == 0) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static long decoded(PreparedSource source) throws SQLException {
        return number(
                source.connection,
                "SELECT count(*) FROM pg_logical_slot_peek_binary_changes('" + source.settings.slot()
                        + "', NULL, NULL, 'proto_version', '1', 'publication_names', '" + source.settings.publication()
                        + "')");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
