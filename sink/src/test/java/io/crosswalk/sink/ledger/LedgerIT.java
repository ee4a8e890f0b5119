package io.crosswalk.sink.ledger;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.sink.ledger.LedgerEntry.Phase;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Databases
class LedgerIT {

    private static final Instant BEGUN = Instant.parse("2024-02-29T12:00:00.123456Z");
    private static final Position CREATED = Position.parse("7FFFFFFF/FFFFFF00");

    private final Ledger ledger = new Ledger("bench");
    private Connection connection;

    @BeforeEach
    void open(Database database) throws SQLException {
        connection = database.connect();
        ControlSchema.install(connection);
        ledger.open(connection, "digest", "slot", Long.MIN_VALUE, 3, CREATED, BEGUN);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private LedgerEntry entry() throws SQLException {
        return ledger.read(connection).orElseThrow();
    }

    private void advance(String position, int transactions, @Nullable Marker marker) throws SQLException {
        Transaction last = new Transaction(1, Position.parse(position), BEGUN.plusSeconds(60), List.of(), List.of());
        ledger.advance(connection, last, transactions, marker, new RefusalCount(1, 0));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void theNewestRowsAreCountedWithThePositionAndOldOnesForgotten() throws SQLException {
        execute("UPDATE crosswalk.ledger SET counted_of = 10");
        String counted = "SELECT former_rows || ' ' || former_refused || ' ' || newest_rows || ' ' || newest_refused"
                + " FROM crosswalk.ledger";
        new RefusalCount(9, 9).add(connection, "bench");
        advance("80000000/1", 1, null);
        assertThat(value(counted)).isEqualTo("0 0 10 9");

        advance("80000000/2", 1, null);
        assertThat(value(counted)).isEqualTo("10 9 1 0");
        new RefusalCount(20, 5).add(connection, "bench");
        new RefusalCount(1, 1).add(connection, "bench");
        assertThat(value(counted)).isEqualTo("21 5 1 1");
    }

    private String value(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aNewLedgerStandsWhereItsSlotWasCreated() throws SQLException {
        LedgerEntry entry = entry();

        assertThat(entry)
                .isEqualTo(new LedgerEntry(
                        "bench",
                        ControlSchema.VERSION,
                        "digest",
                        "slot",
                        Long.MIN_VALUE,
                        3,
                        CREATED,
                        CREATED,
                        BEGUN,
                        entry.appliedAt(),
                        0,
                        Phase.BACKFILL,
                        null,
                        null,
                        null,
                        false,
                        null));
        assertThat(entry.isConsistent()).isFalse();
    }

    @Test
    void thereIsNoEntryBeforeTheFirstStart(Database empty) throws SQLException {
        assertThat(new Ledger("another").read(connection)).isEmpty();
        try (Connection fresh = empty.connect()) {
            assertThat(ledger.read(fresh)).isEmpty();
        }
    }

    @Test
    void oneNameHasOneLedger() {
        assertThatThrownBy(() -> ledger.open(connection, "other", "slot2", 1, 1, CREATED, BEGUN))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
    }

    @Test
    void advancingCountsAndKeepsTheLastMarker() throws SQLException {
        advance("80000000/0", 2, new Marker("m1"));
        advance("80000000/8", 3, null);

        LedgerEntry entry = entry();
        assertThat(entry.position()).isEqualTo(Position.parse("80000000/8"));
        assertThat(entry.committedAt()).isEqualTo(BEGUN.plusSeconds(60));
        assertThat(entry.transactions()).isEqualTo(5);
        assertThat(entry.marker()).isEqualTo("m1");
        assertThat(entry.slotCreated()).isEqualTo(CREATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7FFFFFFF/FFFFFF00", "7FFFFFFF/FFFFFEFF", "1/0"})
    void itNeverGoesBackNorStandsStill(String position) throws SQLException {
        assertThatThrownBy(() -> advance(position, 1, null))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("does another migrator write this target?");

        assertThat(entry().position()).isEqualTo(CREATED);
        assertThat(entry().transactions()).isZero();
    }

    @Test
    void itIsConsistentFromThePositionOfTheNewestSnapshot() throws SQLException {
        ledger.consistentFrom(connection, Position.parse("80000000/0"));
        assertThat(entry().isConsistent()).isFalse();

        advance("80000000/0", 1, null);

        assertThat(entry().consistentFrom()).isEqualTo(Position.parse("80000000/0"));
        assertThat(entry().isConsistent()).isTrue();
    }

    @Test
    void pauseAndResumeAreWrittenDown() throws SQLException {
        ledger.pause(connection, true);
        assertThat(entry().paused()).isTrue();
        ledger.pause(connection, false);
        assertThat(entry().paused()).isFalse();
    }

    @Test
    void phasesAreWrittenDown() throws SQLException {
        for (Phase phase : Phase.values()) {
            ledger.enter(connection, phase);
            assertThat(entry().phase()).isEqualTo(phase);
        }
    }

    @Test
    void aMigrationThatDoesNotExistCannotBePaused() {
        assertThatThrownBy(() -> new Ledger("another").pause(connection, true))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("no migration named another");
    }

    @Test
    void aLedgerOfANewerVersionIsRefused() throws SQLException {
        execute("UPDATE crosswalk.ledger SET version = version + 1, phase = 'A PHASE OF THE FUTURE'");

        assertThatThrownBy(this::entry)
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("newer Crosswalk")
                .hasMessageContaining("version " + (ControlSchema.VERSION + 1));
    }

    @Test
    void onlyTheLedgerOfItsOwnNameMoves() throws SQLException {
        Ledger other = new Ledger("other");
        other.open(connection, "digest", "slot", 1, 1, CREATED, BEGUN);
        advance("80000000/0", 1, null);
        ledger.pause(connection, true);

        LedgerEntry untouched = other.read(connection).orElseThrow();
        assertThat(untouched.position()).isEqualTo(CREATED);
        assertThat(untouched.paused()).isFalse();
    }
}
