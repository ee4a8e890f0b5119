package io.crosswalk.connector.stream;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.RecordingHandler;
import io.crosswalk.connector.RunningSource;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The stream on a real server: what arrives, and in which portions. */
@Databases
class DebeziumSourceIT {

    private static final String TABLES = """
            CREATE TABLE "User" ("Id" text PRIMARY KEY, name text, note text);
            CREATE TABLE "user" (id int PRIMARY KEY, n int);
            CREATE TABLE "a.b,c(d)|" (id int PRIMARY KEY, n int);
            CREATE TABLE pair ("A" text NOT NULL, "B" text NOT NULL, x text, UNIQUE ("A", "B"));
            CREATE TABLE other (id int PRIMARY KEY);
            ALTER TABLE "User" ALTER note SET STORAGE EXTERNAL""";
    private static final TableId USER = new TableId("public", "User");
    private static final String LONG = "x".repeat(100_000);

    private static List<Change> changesOf(PreparedSource source, String... statements) throws Exception {
        RecordingHandler handler = new RecordingHandler();
        try (SourceProbe probe = new SourceProbe(source.settings);
                RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
            source.execute(statements);
            probe.emit(new Marker("end"));
            handler.awaitMarker("end");
        }
        return handler.changes();
    }

    private static Key key(String value) {
        return Key.of(Columns.of("Id"), value);
    }

    @Test
    void transactionsArriveWholeAndInCommitOrderWhateverTheSessionsDo(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES);
                Connection first = source.connect();
                Connection second = source.connect();
                Statement one = first.createStatement();
                Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            one.execute("INSERT INTO \"User\" VALUES ('1a')");
            two.execute("INSERT INTO \"user\" VALUES (1, 1)");
            one.execute("INSERT INTO \"a.b,c(d)|\" VALUES (2, 2)");
            two.execute("INSERT INTO \"user\" VALUES (2, 2)");
            second.commit();
            first.commit();
            one.execute("INSERT INTO \"User\" VALUES ('rolled back')");
            first.rollback();
            RecordingHandler handler = new RecordingHandler();
            try (SourceProbe probe = new SourceProbe(source.settings);
                    RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                probe.emit(new Marker("m1"));
                handler.awaitMarker("m1");
            }
            List<Transaction> carrying = handler.transactions().stream()
                    .filter(t -> !t.changes().isEmpty())
                    .toList();
            assertThat(carrying).hasSize(2);
            assertThat(carrying.get(0).changes()).extracting(Change::table).containsOnly(new TableId("public", "user"));
            assertThat(carrying.get(1).changes())
                    .extracting(Change::table)
                    .containsExactly(USER, new TableId("public", "a.b,c(d)|"));
            assertThat(carrying)
                    .allMatch(t -> t.position() != null && t.position().isAfter(source.slot.createdAt()));
        }
    }

    @Test
    void aRekeyIsOneChangeWithBothKeysAndAbsentValues(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            List<Change> changes = changesOf(
                    source,
                    "INSERT INTO \"User\" VALUES ('old', 'n', '" + LONG + "')",
                    "UPDATE \"User\" SET \"Id\" = 'new'",
                    "UPDATE \"User\" SET name = NULL",
                    "DELETE FROM \"User\"");
            Upsert rekey = (Upsert) changes.get(1);
            assertThat(rekey.operation()).isEqualTo(Operation.UPDATE);
            assertThat(rekey.formerKey()).isEqualTo(key("old"));
            assertThat(rekey.key()).isEqualTo(key("new"));
            assertThat(rekey.row().value("note")).isSameAs(Row.ABSENT);
            Upsert update = (Upsert) changes.get(2);
            assertThat(update.formerKey()).isNull();
            assertThat(update.row().value("name")).isNull();
            assertThat(update.row().value("note")).isSameAs(Row.ABSENT);
            assertThat(changes.get(3)).isEqualTo(new Delete(USER, key("new"), null));
            assertThat(changes).hasSize(4);
        }
    }

    @Test
    void aFullReplicaIdentityFillsWhatDidNotChangeAndStillSeesRekeys(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES, Set.of("User", "pair"))) {
            List<Change> changes = changesOf(
                    source,
                    "INSERT INTO \"User\" VALUES ('old', 'n', '" + LONG + "')",
                    "UPDATE \"User\" SET \"Id\" = 'new'",
                    "UPDATE \"User\" SET name = 'm'",
                    "INSERT INTO pair VALUES ('1', '2', 'x')",
                    "UPDATE pair SET \"B\" = '3'",
                    "DELETE FROM pair");
            assertThat(((Upsert) changes.get(1)).formerKey()).isEqualTo(key("old"));
            assertThat(((Upsert) changes.get(1)).row().value("note")).isEqualTo(LONG);
            assertThat(((Upsert) changes.get(2)).row().value("note")).isEqualTo(LONG);
            Columns pair = Columns.of("A", "B");
            assertThat(((Upsert) changes.get(4)).formerKey()).isEqualTo(Key.of(pair, "1", "2"));
            assertThat(((Upsert) changes.get(4)).key()).isEqualTo(Key.of(pair, "1", "3"));
            assertThat(changes.get(5))
                    .isEqualTo(new Delete(new TableId("public", "pair"), Key.of(pair, "1", "3"), null));
        }
    }

    @Test
    void aTableIdentifiedByAUniqueIndexIsRekeyedToo(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            List<Change> changes = changesOf(
                    source,
                    "INSERT INTO pair VALUES ('1', '2', 'x')",
                    "UPDATE pair SET x = NULL",
                    "UPDATE pair SET \"A\" = '9', x = 'y'",
                    "DELETE FROM pair");
            Columns pair = Columns.of("A", "B");
            assertThat(((Upsert) changes.get(1)).formerKey()).isNull();
            assertThat(((Upsert) changes.get(2)).formerKey()).isEqualTo(Key.of(pair, "1", "2"));
            assertThat(((Upsert) changes.get(2)).row().value("x")).isEqualTo("y");
            assertThat(changes.get(3))
                    .isEqualTo(new Delete(new TableId("public", "pair"), Key.of(pair, "9", "2"), null));
        }
    }

    @Test
    void aTruncateOfSeveralTablesIsOneChangeForEach(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            assertThat(changesOf(source, "TRUNCATE \"User\", \"user\""))
                    .containsExactlyInAnyOrder(new Truncate(USER), new Truncate(new TableId("public", "user")));
        }
    }

    @Test
    void partitionsArriveUnderTheirRootsName(Database legacy) throws Exception {
        String script = "CREATE TABLE root (id int PRIMARY KEY, v text) PARTITION BY RANGE (id);"
                + "CREATE TABLE low PARTITION OF root FOR VALUES FROM (0) TO (10);"
                + "CREATE TABLE high PARTITION OF root FOR VALUES FROM (10) TO (20)";
        try (PreparedSource source = PreparedSource.of(legacy, script)) {
            List<Change> changes = changesOf(
                    source,
                    "INSERT INTO root VALUES (1, 'a'), (11, 'b')",
                    "UPDATE root SET v = 'c' WHERE id = 11",
                    "DELETE FROM root WHERE id = 1");
            assertThat(changes).hasSize(4).extracting(Change::table).containsOnly(new TableId("public", "root"));
        }
    }

    @Test
    void aColumnAddedWhileStreamingArrivesFromThenOn(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            List<Change> changes = changesOf(
                    source,
                    "INSERT INTO \"user\" VALUES (1, 1)",
                    "ALTER TABLE \"user\" ADD added text DEFAULT 'd'",
                    "INSERT INTO \"user\" VALUES (2, 2, NULL)");
            assertThat(((Upsert) changes.get(1)).row().columns()).isEqualTo(Columns.of("id", "n", "added"));
            assertThat(((Upsert) changes.get(1)).row().value("added")).isNull();
        }
    }

    @Test
    void aBigTransactionTravelsInPiecesAndOnlyTheLastHasAPosition(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            source.settings = source.settings.withPieceChanges(1000);
            RecordingHandler handler = new RecordingHandler();
            try (SourceProbe probe = new SourceProbe(source.settings);
                    RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                source.execute(
                        "INSERT INTO \"user\" VALUES (-1, 0)",
                        "INSERT INTO \"user\" SELECT n, n FROM generate_series(1, 5500) n");
                probe.emit(new Marker("end"));
                handler.awaitMarker("end");
            }
            List<Transaction> big = handler.transactions().stream()
                    .filter(t -> t.changes().size() > 1)
                    .toList();
            assertThat(big).extracting(t -> t.changes().size()).containsExactly(1000, 1000, 1000, 1000, 1000, 500);
            assertThat(big)
                    .extracting(Transaction::isComplete)
                    .containsExactly(false, false, false, false, false, true);
            assertThat(big).extracting(Transaction::id).containsOnly(big.get(0).id());
        }
    }
}
