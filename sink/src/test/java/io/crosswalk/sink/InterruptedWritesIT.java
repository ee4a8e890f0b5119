package io.crosswalk.sink;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;

import static io.crosswalk.sink.SinkBench.clinic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Transactions that travel in pieces, and connections that are lost between two writes. */
@Databases
class InterruptedWritesIT {

    private SinkBench bench;

    @BeforeEach
    void open(Database database) throws SQLException {
        bench = new SinkBench(database);
    }

    @AfterEach
    void close() throws SQLException {
        bench.close();
    }

    @Test
    void piecesOfOneTransactionBecomeDurableTogether() throws Exception {
        assertThat(bench.sink.write(bench.piece(clinic(1, "a", null))).isDurable())
                .isFalse();
        assertThat(bench.sink.write(bench.piece(clinic(2, "b", null))).isDurable())
                .isFalse();
        assertThat(bench.rows("SELECT 1 FROM clinics")).isEmpty();

        Receipt receipt = bench.write(clinic(3, "c", null));

        assertThat(receipt.isDurable()).isTrue();
        assertThat(receipt.rows()).containsEntry(new TableOperation(SinkBench.CLINICS, Operation.INSERT), 3L);
        assertThat(bench.rows("SELECT count(*) FROM clinics")).containsExactly("3");
    }

    @Test
    void aLostConnectionIsRetriedWithoutLossOrDouble() throws Exception {
        bench.write(clinic(1, "a", null));
        bench.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'crosswalk sink%'");

        bench.write(clinic(2, "b", null));

        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("a", "b");
        assertThat(bench.rows("SELECT transactions FROM crosswalk.ledger")).containsExactly("2");
    }

    @Test
    void aLostConnectionBetweenPiecesAsksForANewStart() throws Exception {
        bench.sink.write(bench.piece(clinic(1, "a", null)));
        bench.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'crosswalk sink%'");

        assertThatThrownBy(() -> bench.write(clinic(2, "b", null)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(bench.rows("SELECT 1 FROM clinics")).isEmpty();
    }

    @Test
    void theEndOfATransactionIsNothingWithoutItsBeginning() throws Exception {
        bench.write(clinic(1, "a", null));
        bench.piece(clinic(2, "never arrives", null));
        assertThatThrownBy(() -> bench.write(clinic(3, "c", null)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(bench.rows("SELECT transactions FROM crosswalk.ledger")).containsExactly("1");

        // The stream starts over: what it had begun is none of the new start's.
        bench.sink.write(bench.piece(clinic(2, "half", null)));
        bench.startOver();
        bench.write(clinic(3, "c", null));
        assertThat(bench.rows("SELECT name FROM clinics ORDER BY 1")).containsExactly("a", "c");
    }
}
