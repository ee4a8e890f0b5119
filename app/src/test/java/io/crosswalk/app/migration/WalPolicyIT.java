package io.crosswalk.app.migration;

import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.status.WalLimits.Policy;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise P7: what happens when the source keeps more WAL for the slot than it may, and what happens to the stream while our row is locked. */
@Databases
class WalPolicyIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
            """;

    private static final long LIMIT = 24L << 20;
    private static final String NOISE = "SELECT pg_logical_emit_message(false, 'noise', repeat('x', 1000000))";

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, "CREATE TABLE \"Note\" (id text PRIMARY KEY, text text)");
        MigrationBench.execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, text text)");
    }

    private MigrationBench bench(WalLimits limits) {
        return new MigrationBench(
                MigrationBench.settings(legacy, target, MAPPING, 10).withWal(limits));
    }

    /** Writes WAL that nobody needs until the migration has noticed. */
    private void flood(MigrationBench bench, RunPhase until) throws Exception {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            bench.until("phase " + until, status -> {
                try {
                    statement.execute(NOISE);
                } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                }
                return status.phase() == until;
            });
        }
    }

    // The slot lets go of WAL at the next record of running transactions, which a checkpoint writes.
    private void relieve(MigrationBench bench, RunPhase until) throws Exception {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            bench.until("phase " + until, status -> {
                try {
                    statement.execute("CHECKPOINT");
                    TimeUnit.MILLISECONDS.sleep(100);
                } catch (java.sql.SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return status.phase() == until;
            });
        }
    }

    @Test
    void theBackfillYieldsToTheStreamAndGoesOnUnderALaterSnapshot() throws Exception {
        MigrationBench.execute(
                legacy, "INSERT INTO \"Note\" SELECT 'n' || g, 'old' FROM generate_series(1, 20000) g; ANALYZE");
        try (MigrationBench bench = bench(new WalLimits(LIMIT / 2, LIMIT, Policy.THROTTLE))) {
            flood(bench, RunPhase.CATCHING_UP);
            assertThat(MigrationBench.rows(target, "SELECT 1 FROM crosswalk.chunks WHERE loaded_at IS NULL LIMIT 1"))
                    .isNotEmpty();
            MigrationBench.execute(legacy, """
                    UPDATE "Note" SET text = 'new' WHERE right(id, 1) = '7'; DELETE FROM "Note" WHERE right(id, 2) = '31';
                    INSERT INTO "Note" SELECT 'm' || g, 'new' FROM generate_series(1, 300) g""");
            relieve(bench, RunPhase.STREAMING);
            bench.drained();

            assertThat(bench.compare().problems()).isEmpty();
            assertThat(MigrationBench.rows(target, "SELECT count(DISTINCT snapshot) > 1 FROM crosswalk.chunks"))
                    .containsExactly("t");
            bench.until("consistency", status -> status.consistent() && status.consistentAt() != null);
        }
    }

    @Test
    void aPausedMigrationWaitsForTheOperatorAndLosesNothing() throws Exception {
        try (MigrationBench bench = bench(new WalLimits(0, LIMIT, Policy.PAUSE))) {
            bench.streaming().drained();
            flood(bench, RunPhase.PAUSED);
            assertThat(bench.board().status().lastError()).contains("wal.limit_bytes", "crosswalk resume");
            MigrationBench.execute(legacy, "INSERT INTO \"Note\" VALUES ('n1', 'later')");
            try (Connection connection = target.connect()) {
                new Ledger("bench").pause(connection, false);
            }
            relieve(bench, RunPhase.STREAMING);
            bench.drained();
            assertThat(MigrationBench.rows(target, "SELECT text FROM notes")).containsExactly("later");
        }
    }

    @Test
    void whoDropsOutGivesTheSlotUpAndSaysHowToComeBack() throws Exception {
        try (MigrationBench bench = bench(new WalLimits(0, LIMIT, Policy.DROP))) {
            bench.streaming().drained();
            try (Connection connection = legacy.connect();
                    Statement statement = connection.createStatement()) {
                for (int megabytes = 0; megabytes < 40; megabytes++) {
                    statement.execute(NOISE);
                }
            }
            assertThat(bench.failure())
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContainingAll("wal.policy", "crosswalk resync");
        }
        assertThat(MigrationBench.rows(
                        legacy, "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'crosswalk_bench'"))
                .isEmpty();
        assertThat(MigrationBench.rows(target, "SELECT last_failure FROM crosswalk.ledger")
                        .get(0))
                .contains("crosswalk resync");
    }

    @Test
    void aLockOnTheHeartbeatDoesNotStopTheStream() throws Exception {
        try (MigrationBench bench = bench(WalLimits.NONE)) {
            bench.streaming().drained();
            String beat = "SELECT beat FROM crosswalk.heartbeat WHERE name = 'bench'";
            SlotGuardsIT.await(legacy, beat);
            try (Connection connection = legacy.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE crosswalk.heartbeat IN ACCESS EXCLUSIVE MODE");
                SlotGuardsIT.await(
                        legacy,
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO crosswalk.heartbeat%'");
                MigrationBench.execute(legacy, "INSERT INTO \"Note\" VALUES ('n1', 'in time')");
                SlotGuardsIT.await(target, "SELECT 1 FROM notes WHERE text = 'in time'");
                connection.commit();
            }
            long before = Long.parseLong(MigrationBench.rows(legacy, beat).get(0));
            SlotGuardsIT.await(
                    legacy, "SELECT 1 FROM crosswalk.heartbeat WHERE name = 'bench' AND beat > " + (before + 1));
            bench.drained();
        }
    }
}
