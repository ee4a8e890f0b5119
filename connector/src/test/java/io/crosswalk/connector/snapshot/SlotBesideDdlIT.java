package io.crosswalk.connector.snapshot;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.slot.ReplicationSlot;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DDL in the one transaction that a server forgets when it begins to decode a slot: one that began after the slot and was open when the
 * first of the server's two waits ended. Bug 17 of docs/guarantees.md.
 */
@Databases
class SlotBesideDdlIT {

    private static final long PATIENCE_SECONDS = 60;
    private static final String TABLES = """
            CREATE TYPE colour AS ENUM ('red');
            CREATE TABLE emptied (v text PRIMARY KEY); CREATE TABLE widened (v text PRIMARY KEY);
            CREATE TABLE coloured (v text PRIMARY KEY, c colour); CREATE TABLE dropped (v text PRIMARY KEY);
            CREATE TABLE published (v text PRIMARY KEY); CREATE TABLE other (v text PRIMARY KEY)""";

    @Test
    void whatIsWrittenAfterDdlIsDecodedAsItIs(Database legacy) throws Exception {
        isDecodedAsItIs(legacy);
    }

    @Test
    @Databases(version = 15)
    void whatIsWrittenAfterDdlIsDecodedAsItIsOnFifteen(Database legacy) throws Exception {
        isDecodedAsItIs(legacy);
    }

    private static void isDecodedAsItIs(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES);
                Connection ddl = source.connect();
                Connection early = source.connect()) {
            String publication = "ALTER PUBLICATION " + source.settings.publication();
            execute(source.connection, publication + " DROP TABLE published");
            ReplicationSlot.drop(source.connection, source.settings.slot());
            Connection blocking = begun(source);
            CompletableFuture<Snapshot> creation = CompletableFuture.supplyAsync(() -> created(source));
            // The waits of the witness, and then the first one of the slot.
            while (!waiting(source, blocking, creation).contains('"' + source.settings.slot() + '"')) {
                Connection next = begun(source);
                commit(blocking);
                blocking = next;
            }
            ddl.setAutoCommit(false);
            execute(
                    ddl,
                    "TRUNCATE emptied, dropped; ALTER TABLE widened ADD n text; ALTER TYPE colour ADD VALUE 'blue'; "
                            + publication + " ADD TABLE published");
            commit(blocking);
            waiting(source, ddl, creation);
            early.setAutoCommit(false);
            execute(early, "INSERT INTO other VALUES ('early')");
            ddl.commit();
            try (Snapshot snapshot = creation.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                assertThat(snapshot.identity().slot()).isEqualTo(source.settings.slot());
                write(early, "of-an-early-one");
                early.commit();
                // What is not flushed is not decoded yet.
                execute(source.connection, "SET synchronous_commit = on");
                write(source.connection, "of-a-late-one");
                execute(source.connection, "DROP TABLE dropped");
                assertThat(decoded(source))
                        .contains("emptied-of-an-early-one", "widened-of-an-early-one", "dropped-of-an-early-one")
                        .contains("published-of-an-early-one", "blue", "other-of-an-early-one")
                        .contains("emptied-of-a-late-one", "widened-of-a-late-one", "dropped-of-a-late-one")
                        .contains("published-of-a-late-one", "other-of-a-late-one");
            }
            String gone = "SELECT 'gone' WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '"
                    + source.settings.slot() + "_witness')";
            await(() -> text(source.connection, gone));
        }
    }

    private static void write(Connection connection, String whose) throws SQLException {
        execute(connection, """
                INSERT INTO emptied VALUES ('emptied-%1$s'); INSERT INTO dropped VALUES ('dropped-%1$s');
                INSERT INTO widened VALUES ('%1$s', 'widened-%1$s'); INSERT INTO coloured VALUES ('%1$s', 'blue');
                INSERT INTO published VALUES ('published-%1$s'); INSERT INTO other VALUES ('other-%1$s')""".formatted(whose));
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

    private static void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until the creation of a slot waits for that transaction; the command that does. */
    private static String waiting(PreparedSource source, Connection blocking, CompletableFuture<Snapshot> creation)
            throws Exception {
        String sql =
                "SELECT string_agg(query, '') FROM pg_stat_activity WHERE application_name = 'crosswalk snapshot' AND "
                        + text(blocking, "SELECT pg_backend_pid()") + " = ANY (pg_blocking_pids(pid))";
        return await(() -> {
            assertThat(creation).as("the slot's creation").isNotDone();
            return text(source.connection, sql);
        });
    }

    private static String await(Callable<@Nullable String> question) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String answer = question.call();
        while (answer == null) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
            answer = question.call();
        }
        return answer;
    }

    private static @Nullable String decoded(PreparedSource source) throws SQLException {
        return text(
                source.connection,
                "SELECT string_agg(encode(data, 'escape'), ' ') FROM pg_logical_slot_peek_binary_changes('"
                        + source.settings.slot() + "', NULL, NULL, 'proto_version', '1', 'publication_names', '"
                        + source.settings.publication() + "')");
    }

    private static @Nullable String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
