package io.crosswalk.app.migration;

import io.crosswalk.app.migration.guard.Guards;
import io.crosswalk.app.migration.guard.SourceWatch;
import io.crosswalk.app.migration.guard.WalPressure;
import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.status.WalLimits.Policy;
import io.crosswalk.operations.drift.DriftLedger;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.sink.session.WriterSeat;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a migrator writes beside its rows: only the one that has the seat writes it. */
@Databases
class SeatedWritesIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                drop: [extra]
                targets: [{table: notes, columns: {id: {id: id}, text: text}}]
            """;

    @Legacy
    private Database legacy;

    @Target
    private Database target;

    @BeforeEach
    void create() throws Exception {
        MigrationBench.execute(legacy, "CREATE TABLE \"Note\" (id text PRIMARY KEY, text text, extra int)");
        MigrationBench.execute(target, "CREATE TABLE notes (id uuid PRIMARY KEY, text text)");
    }

    private List<String> known() throws Exception {
        return MigrationBench.rows(target, "SELECT publication, wal_end, beat FROM crosswalk.known_source");
    }

    @Test
    void aWatchWhoseSeatIsTakenRemembersNothingAndEndsItsRun() throws Exception {
        MigrationSettings settings = MigrationBench.settings(legacy, target, MAPPING, 500);
        new MigrationBench(settings).streaming().drained().close();
        WriterSeat lost = new WriterSeat(settings.name());
        Preparation sleeper = Preparation.checked(settings, true, lost);
        try (Connection first = target.connect()) {
            lost.claim(first);
            lost.sign(first);
        }
        try (Connection second = target.connect()) {
            WriterSeat successor = new WriterSeat(settings.name());
            successor.claim(second);
            successor.sign(second);
            List<String> before = known();
            MigrationBench.execute(legacy, "INSERT INTO \"Note\" SELECT 'n' || n FROM generate_series(1, 100) n");

            Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
            StatusBoard board = new StatusBoard(settings.name(), Clock.systemUTC());
            try (SourceWatch watch = new SourceWatch(
                    settings, sleeper, board, new WalPressure(settings.wal(), new Nothing()), refusals::add)) {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
                while (refusals.isEmpty() && known().equals(before)) {
                    assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
            assertThat(known()).isEqualTo(before);
            assertThat(refusals.peek())
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("another migrator has taken over bench");
        }
    }

    @Test
    void aMigratorThatIsRefusedLeavesWhatAnotherOneKnowsOfTheSchema() throws Exception {
        String schema =
                "SELECT finding, accepted_by, b.baseline FROM crosswalk.drift JOIN crosswalk.baselines b USING (name)";
        try (MigrationBench first = new MigrationBench(legacy, target, MAPPING)) {
            first.streaming();
            MigrationBench.execute(legacy, "ALTER TABLE \"Note\" ADD phone text");
            first.until("a finding", status -> !status.drift().findings().isEmpty());
            try (Connection connection = target.connect()) {
                new DriftLedger("bench").accept(connection, "column-new:public.Note.phone", "ana", "not needed");
            }
            List<String> before = MigrationBench.rows(target, schema);
            assertThat(before).hasSize(1);

            try (MigrationBench second =
                    new MigrationBench(legacy, target, MAPPING.replace("[extra]", "[extra, phone]"))) {
                assertThat(second.failure()).hasMessageContaining("another migrator writes bench");
            }
            assertThat(MigrationBench.rows(target, schema)).isEqualTo(before);
        }
    }

    /** A migrator that slept wakes up, and finds that the slot keeps too much: it is the slot of whoever took over. */
    @ParameterizedTest
    @EnumSource(
            value = Policy.class,
            names = {"PAUSE", "DROP"})
    void theWalPolicyOfAMigratorWhoseSeatIsTakenTouchesNothing(Policy policy) throws Exception {
        MigrationSettings settings =
                MigrationBench.settings(legacy, target, MAPPING, 500).withWal(new WalLimits(0, 1, policy));
        new MigrationBench(settings.withWal(WalLimits.NONE))
                .streaming()
                .drained()
                .close();
        StatusBoard board = new StatusBoard(settings.name(), Clock.systemUTC());
        try (Guards sleeper = new Guards(settings, board, () -> {});
                Connection first = target.connect()) {
            sleeper.seat().claim(first);
            sleeper.seat().sign(first);
            first.close();
            try (Connection second = target.connect()) {
                WriterSeat successor = new WriterSeat(settings.name());
                successor.claim(second);
                successor.sign(second);
                sleeper.pressure().look(2);
                assertThatThrownBy(sleeper::throwRefusal)
                        .hasMessageContaining(
                                policy == Policy.PAUSE ? "another migrator has taken over" : "dropped out");
            }
        }
        assertThat(MigrationBench.rows(
                        legacy, "SELECT 1 FROM pg_replication_slots WHERE slot_name = 'crosswalk_bench'"))
                .hasSize(1);
        assertThat(MigrationBench.rows(target, "SELECT paused FROM crosswalk.ledger"))
                .containsExactly("f");
    }

    private static final class Nothing implements WalPressure.Reaction {

        @Override
        public void pause(String reason) {}

        @Override
        public void dropOut(String reason) {}

        @Override
        public void relieved() {}
    }
}
