package io.crosswalk.connector.stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.crosswalk.connector.PreparedSource;
import io.crosswalk.connector.RecordingHandler;
import io.crosswalk.connector.RunningSource;
import io.crosswalk.connector.SourceSettings;
import io.crosswalk.connector.guard.SourceProbe;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The stream on a real server: what is confirmed when, what is read again, and how a run ends. */
@Databases
class DebeziumRunIT {

    private static final String TABLES = """
            CREATE TABLE "User" ("Id" text PRIMARY KEY, name text, note text);
            CREATE TABLE "user" (id int PRIMARY KEY, n int);
            CREATE TABLE "a.b,c(d)|" (id int PRIMARY KEY, n int);
            CREATE TABLE pair ("A" text NOT NULL, "B" text NOT NULL, x text, UNIQUE ("A", "B"));
            CREATE TABLE other (id int PRIMARY KEY);
            ALTER TABLE "User" ALTER note SET STORAGE EXTERNAL""";

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
