package io.crosswalk.app.migration;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.throttle.ThrottleLimits;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.server.EmbeddedServer;
import io.crosswalk.testbed.server.EmbeddedSettings;
import io.crosswalk.transformer.mapping.MappingReader;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of its throughput an application keeps while the backfill reads its database: alone and beside the backfill in turn, several
 * times, because machines are noisy; the medians are compared. A measurement and no test: it prints, and asserts nothing. Arguments:
 * rounds, seconds a turn, {@code off} for a backfill that never yields.
 */
final class HarmlessnessMeasurement {

    private static final int SESSIONS = 4;
    private static final int ACCOUNTS = 100_000;
    private static final String MAPPING = """
            mapping: 1
            tables:
              history: {keys: named, targets: [{table: history, columns: {id: {id: id}, filler: filler}}]}
              accounts: {skip: true}
            """;

    private HarmlessnessMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        boolean throttled = arguments.length < 3;
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        try (EmbeddedServer source = new EmbeddedServer(EmbeddedSettings.temporary(17));
                EmbeddedServer goal = new EmbeddedServer(EmbeddedSettings.temporary(17))) {
            Database legacy = source.createDatabase("legacy");
            MigrationBench.execute(legacy, """
                    CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);
                    CREATE TABLE history (id int PRIMARY KEY, filler text NOT NULL);
                    INSERT INTO accounts SELECT n, 0 FROM generate_series(1, %d) n;
                    INSERT INTO history SELECT n, repeat(md5(n::text), 4) FROM generate_series(1, 2000000) n; ANALYZE""".formatted(ACCOUNTS));
            work(legacy, seconds);
            for (int round = 0; round < rounds; round++) {
                alone.add(work(legacy, seconds));
                Database target = goal.createDatabase("target" + round);
                MigrationBench.execute(target, "CREATE TABLE history (id uuid PRIMARY KEY, filler text)");
                try (MigrationBench bench = new MigrationBench(settings("round" + round, legacy, target, throttled))) {
                    bench.until(
                            "rows that are copied",
                            status -> status.phase() == RunPhase.BACKFILL
                                    && status.tables().stream().anyMatch(table -> table.done() > 0));
                    beside.add(work(legacy, seconds));
                    System.out.println("  " + bench.board().status().tables() + " "
                            + bench.board().status().throttling());
                }
                MigrationBench.execute(legacy, "SELECT pg_drop_replication_slot('crosswalk_round" + round + "')");
                System.out.printf(
                        Locale.ROOT, "alone %.0f, beside %.0f transactions/s%n", alone.get(round), beside.get(round));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f %% of the throughput is kept (medians of %d rounds: %.0f and %.0f transactions/s)%n",
                throttled ? "throttled" : "unthrottled",
                100 * median(beside) / median(alone),
                rounds,
                median(alone),
                median(beside));
    }

    private static MigrationSettings settings(String name, Database legacy, Database target, boolean throttled) {
        return new MigrationSettings(
                        name,
                        MigrationBench.address(legacy),
                        MigrationBench.address(target),
                        MappingReader.read(MAPPING, "mapping.yaml"),
                        name,
                        UUID.randomUUID(),
                        Optional.empty(),
                        2,
                        5_000,
                        10_000,
                        16L << 20,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2))
                .withThrottle(throttled ? new ThrottleLimits(true, 1, Duration.ofSeconds(10), 4) : ThrottleLimits.OFF);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Transactions a second of an application that reads and changes balances. */
    private static double work(Database legacy, int seconds) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Random random = new Random(i);
            sessions.add(new Thread(() -> session(legacy, random, done, over)));
        }
        long begun = System.nanoTime();
        sessions.forEach(Thread::start);
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        over.set(true);
        for (Thread session : sessions) {
            session.join();
        }
        return done.get() / ((System.nanoTime() - begun) / 1e9);
    }

    private static void session(Database legacy, Random random, AtomicLong done, AtomicBoolean over) {
        try (Connection connection = legacy.connect();
                PreparedStatement read = connection.prepareStatement("SELECT balance FROM accounts WHERE id = ?");
                PreparedStatement change =
                        connection.prepareStatement("UPDATE accounts SET balance = balance + 1 WHERE id = ?")) {
            connection.setAutoCommit(false);
            while (!over.get()) {
                read.setInt(1, 1 + random.nextInt(ACCOUNTS));
                read.executeQuery().close();
                change.setInt(1, 1 + random.nextInt(ACCOUNTS));
                change.executeUpdate();
                connection.commit();
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
