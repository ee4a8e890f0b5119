package io.crosswalk.connector;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Change.Delete;
import io.crosswalk.pipeline.Change.Operation;
import io.crosswalk.pipeline.Change.Truncate;
import io.crosswalk.pipeline.Change.Upsert;
import io.crosswalk.pipeline.Columns;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Marker;
import io.crosswalk.pipeline.Position;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.Transaction;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** The stream on a real server: what arrives, in which portions, and what is confirmed when. */
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

    @Test
    void theSlotMovesOnlyAfterTheReceiptIsDurableAndToTheEndOfTheCommit(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            Position before = source.slotState().confirmed();
            RecordingHandler refusing = new RecordingHandler().durableIf(batch -> false);
            try (RunningSource ignored = source.run(source.slot.createdAt(), refusing)) {
                source.execute("INSERT INTO other VALUES (1)");
                refusing.await(() -> refusing.transactions().size() > 5);
                assertThat(source.slotState().confirmed()).isEqualTo(before);
            }
            assertThat(source.slotState().confirmed()).isEqualTo(before);
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                handler.await(() -> handler.transactions().size() > 2);
                for (int i = 0; i < 100 && source.slotState().confirmed().equals(before); i++) {
                    Thread.sleep(50);
                }
            }
            Position confirmed = source.slotState().confirmed();
            assertThat(confirmed).isGreaterThan(before).isLessThanOrEqualTo(handler.ledger());
            assertThat(handler.transactions()).extracting(Transaction::position).contains(confirmed);
            assertThat(handler.changes()).hasSize(1);
        }
    }

    @Test
    void afterAFailedBatchTheNextRunGoesOnWithoutGapOrDuplicate(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            for (int i = 0; i < 30; i++) {
                source.execute("INSERT INTO other VALUES (" + i + ")");
            }
            source.settings = source.settings.withBatch(5, 1 << 20);
            List<Object> keys = new ArrayList<>();
            Position ledger = source.slot.createdAt();
            for (int attempt = 0; attempt < 3; attempt++) {
                RecordingHandler handler = new RecordingHandler();
                // How many transactions one batch holds is a matter of timing; when all have come, the heartbeat brings
                // one more batch.
                handler.failIf(batch -> handler.changes().size() >= 10
                        || keys.size() + handler.changes().size() >= 30);
                try (RunningSource running = source.run(ledger, handler)) {
                    assertThat(running.failure())
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("the handler was told to fail");
                }
                handler.changes()
                        .forEach(change -> keys.add(((Upsert) change).key().value(0)));
                ledger = handler.ledger();
                if (attempt == 1) {
                    // As if the process had died between the target's commit and the confirmation.
                    assertThat(source.slotState().confirmed()).isLessThanOrEqualTo(ledger);
                }
            }
            assertThat(keys).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void replayedTransactionsAreDroppedAndConfirmed(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES);
                SourceProbe probe = new SourceProbe(source.settings)) {
            source.settings = source.settings.withPieceChanges(100);
            RecordingHandler dying = new RecordingHandler();
            source.execute("INSERT INTO other VALUES (1)", "INSERT INTO other SELECT generate_series(2, 300)");
            probe.emit(new Marker("first"));
            try (RunningSource ignored = source.run(source.slot.createdAt(), dying.durableIf(b -> false))) {
                dying.awaitMarker("first");
            }
            // The target has everything up to the marker, the slot was never confirmed; a big transaction follows.
            Position ledger = dying.transactions().stream()
                    .filter(t -> !t.markers().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .position();
            source.execute("INSERT INTO other SELECT generate_series(301, 700)");
            probe.emit(new Marker("second"));
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(ledger, handler)) {
                handler.awaitMarker("second");
            }
            assertThat(handler.changes()).hasSize(400);
            assertThat(handler.transactions().get(0).markers()).doesNotContain(new Marker("first"));
        }
    }

    @Test
    void aBigTransactionBehindALedgerThatIsNoEndIsReadTwiceButHandedOverOnce(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES);
                SourceProbe probe = new SourceProbe(source.settings)) {
            source.settings = source.settings.withPieceChanges(100);
            source.execute("INSERT INTO other VALUES (1)", "SET synchronous_commit = on", "CREATE TABLE flushed ()");
            Position between = probe.sample().walEnd();
            source.execute("INSERT INTO other SELECT generate_series(2, 500)");
            probe.emit(new Marker("end"));
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(between, handler)) {
                handler.awaitMarker("end");
            }
            assertThat(handler.changes()).hasSize(499).doesNotHaveDuplicates();
        }
    }

    @Test
    void aPositionIsTheEndOfTheCommitRecord(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            source.execute("SET synchronous_commit = on");
            Position before;
            Position after;
            try (SourceProbe probe = new SourceProbe(source.settings)) {
                before = probe.sample().walEnd();
                source.execute("INSERT INTO other VALUES (1)");
                after = probe.sample().walEnd();
            }
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                handler.await(() -> !handler.changes().isEmpty());
            }
            Position position = handler.transactions().stream()
                    .filter(t -> !t.changes().isEmpty())
                    .findFirst()
                    .orElseThrow()
                    .position();
            assertThat(position).isGreaterThan(before).isLessThanOrEqualTo(after);
        }
    }

    @Test
    void noLogLineShowsThePassword(Database legacy) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = logger.getLevel();
        Appender<ILoggingEvent> console = logger.getAppender("console");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Database secret = new Database(
                legacy.host(), legacy.port(), legacy.name(), "secret_keeper", "pw-" + System.nanoTime() + "-pw");
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            source.execute(
                    "DROP ROLE IF EXISTS secret_keeper",
                    "CREATE ROLE secret_keeper SUPERUSER LOGIN PASSWORD '" + secret.password() + "'");
            source.settings = SourceSettings.of(
                    source.settings.name(),
                    DatabaseAddress.parse(secret.jdbcUrl(), secret.user(), secret.password()),
                    source.settings.tables());
            lines.start();
            logger.addAppender(lines);
            logger.detachAppender(console);
            logger.setLevel(Level.DEBUG);
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource ignored = source.run(source.slot.createdAt(), handler)) {
                handler.await(() -> !handler.batches().isEmpty());
            }
        } finally {
            logger.setLevel(level);
            logger.detachAppender(lines);
            logger.addAppender(console);
        }
        assertThat(lines.list).isNotEmpty();
        assertThat(lines.list.stream().filter(line -> line.getFormattedMessage().contains(secret.password())))
                .extracting(ILoggingEvent::getLoggerName)
                .isEmpty();
    }

    @Test
    void closingEndsTheRunAndEveryThread(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            RecordingHandler handler = new RecordingHandler();
            RunningSource running = source.run(source.slot.createdAt(), handler);
            handler.await(() -> !handler.batches().isEmpty());
            running.close();
            running.close();
            assertThat(running.failure()).isNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains(source.settings.slot()) || name.startsWith("debezium"));
            RunningSource early = source.run(handler.ledger(), new RecordingHandler());
            early.close();
            assertThat(early.failure()).isNull();
        }
    }

    @Test
    void theHandlerItselfMayCloseTheSource(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            DebeziumSource closing = new DebeziumSource(source.settings, source.slot.createdAt(), List.of());
            RecordingHandler handler = new RecordingHandler();
            closing.run(batch -> {
                closing.close();
                return handler.handle(batch);
            });
            assertThat(handler.batches()).isNotEmpty();
            closing.close();
        }
    }

    @Test
    void anInterruptStopsTheStream(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            RecordingHandler handler = new RecordingHandler();
            RunningSource running = source.run(source.slot.createdAt(), handler);
            handler.await(() -> !handler.batches().isEmpty());
            running.thread.interrupt();
            assertThat(running.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aLostConnectionIsAPassingFailure(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            RecordingHandler handler = new RecordingHandler();
            try (RunningSource running = source.run(source.slot.createdAt(), handler)) {
                handler.await(() -> !handler.batches().isEmpty());
                source.execute(
                        "SELECT pg_terminate_backend(" + source.slotState().activePid() + ")");
                assertThat(running.failure())
                        .isInstanceOfSatisfying(
                                SourceException.class,
                                e -> assertThat(e.isTransient())
                                        .as(e.getMessage())
                                        .isTrue());
            }
        }
    }

    @Test
    void aTableThatWasRenamedForAMomentStopsTheStream(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES)) {
            source.execute(
                    "INSERT INTO \"user\" VALUES (1, 1)",
                    "ALTER TABLE \"user\" RENAME TO people",
                    "INSERT INTO people VALUES (2, 2)",
                    "ALTER TABLE people RENAME TO \"user\"",
                    "INSERT INTO \"user\" VALUES (3, 3)");
            RunningSource refused = source.run(source.slot.createdAt(), new RecordingHandler());
            assertThat(refused.failure()).isInstanceOf(SourceException.class).hasMessageContaining("public.people");
        }
    }
}
