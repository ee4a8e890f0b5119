package io.crosswalk.sink.session;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.progress.Chunk;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.sink.PostgresSink;
import io.crosswalk.sink.SinkBench;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.backfill.BackfillSettlement;
import io.crosswalk.sink.backfill.ChunkLedger;
import io.crosswalk.sink.backfill.ChunkLoader;
import io.crosswalk.sink.ledger.ControlSchema;
import io.crosswalk.sink.ledger.Ledger;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Only one writes a migration, also when another one sleeps and wakes up. */
@Databases
class WriterSeatIT {

    private static final String OF_THE_SINK = "application_name = 'crosswalk sink bench'";

    private SinkBench bench;
    private Database database;

    @BeforeEach
    void open(Database empty) throws SQLException {
        database = empty;
        bench = new SinkBench(empty);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    private void end(String sessions) throws SQLException {
        bench.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND "
                        + sessions);
    }

    @Test
    void whoComesSecondIsToldWhoHasTheSeat() throws SQLException {
        try (Connection one = bench.address().connect("crosswalk run bench");
                Connection other = bench.address().connect("crosswalk run bench")) {
            new WriterSeat("bench").claim(one);
            new WriterSeat("another").claim(other);

            assertThatThrownBy(() -> new WriterSeat("bench").claim(other))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageMatching(
                            "another migrator writes bench: crosswalk run bench from [^,]+, pid \\d+, since 2.*");
        }
    }

    @Test
    void aSinkThatLostItsSessionGivesWayToTheOneThatTookTheSeat() throws Exception {
        bench.sink.write(bench.marker("first"));
        end(OF_THE_SINK);
        try (PostgresSink other = bench.newSink()) {
            other.write(bench.marker("second"));

            assertThatThrownBy(() -> bench.sink.write(bench.marker("late")))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isTransient()).isFalse())
                    .hasMessageContaining("another migrator has taken over bench")
                    .hasMessageContaining("crosswalk sink bench from");
            other.write(bench.marker("third"));
        }
        assertThat(new Ledger("bench").read(bench.connection).orElseThrow().marker())
                .isEqualTo("third");
    }

    @Test
    void aSinkThatLostItsSessionTakesTheSeatAgainWhenNobodyElseDid() throws Exception {
        bench.sink.write(bench.marker("first"));
        end(OF_THE_SINK);
        bench.sink.write(bench.marker("second"));

        assertThat(new Ledger("bench").read(bench.connection).orElseThrow().marker())
                .isEqualTo("second");
    }

    @Test
    void aTransactionThatAPredecessorLeftOpenIsEnded() throws Exception {
        Chunk chunk = new Chunk(new TableId("legacy", "Clinic"), 0, null, null);
        new ChunkLedger("bench").plan(bench.connection, List.of(chunk));
        WriterSeat successor = new WriterSeat("bench");
        try (ChunkLoader sleeper = ChunkLoader.open(bench.settings(), bench.catalog())) {
            assertThatThrownBy(() -> sleeper.load(chunk, new Position(1000), portions -> {
                        successor.sign(bench.connection);
                        return 0;
                    }))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(new ChunkLedger("bench").open(bench.connection)).containsExactly(chunk);
        successor.verify(bench.connection);
    }

    @Test
    void whoSignedBeforeBeginsNothingNew() throws Exception {
        Chunk chunk = new Chunk(new TableId("legacy", "Clinic"), 0, null, null);
        SinkSettings sleeper = bench.settings();
        new WriterSeat("bench").sign(bench.connection);
        try (ChunkLoader loader = ChunkLoader.open(sleeper, bench.catalog())) {
            assertThatThrownBy(() -> loader.load(chunk, new Position(1000), portions -> 0))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("another migrator has taken over bench");
        }
        assertThatThrownBy(() -> new BackfillSettlement(sleeper, bench.catalog()).run(true))
                .hasMessageContaining("another migrator has taken over bench");
    }

    @Test
    void aSessionOfItsOwnThatOnlyTheServerStillHasIsEnded() throws Exception {
        WriterSeat seat = new WriterSeat("bench");
        try (Connection silent = database.connect();
                Connection next = bench.address().connect("crosswalk run bench")) {
            seat.claim(silent);
            seat.claim(next, Duration.ofSeconds(60));

            assertThat(silent.isValid(1)).isFalse();
            assertThat(WriterSeat.isTaken(bench.connection, "bench")).isTrue();
        }
    }

    @Test
    void theLedgerOfAnOlderVersionBecomesOneOfThisVersion() throws SQLException {
        bench.execute("DROP TABLE crosswalk.writers; UPDATE crosswalk.ledger SET version = 1");
        ControlSchema.install(bench.connection);
        assertThat(new Ledger("bench").read(bench.connection).orElseThrow().version())
                .as("nobody has taken the seat yet: whoever runs may be of the older version")
                .isEqualTo(1);

        new WriterSeat("bench").sign(bench.connection);

        assertThat(new Ledger("bench").read(bench.connection).orElseThrow().version())
                .isEqualTo(ControlSchema.VERSION);
    }
}
