package io.crosswalk.app.status;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Receipt.TableOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StatusBoardTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final TableOperation INSERTED = new TableOperation(new TableId("public", "goals"), Operation.INSERT);

    private final StatusBoard board = new StatusBoard("x", Clock.fixed(NOW, ZoneOffset.UTC));

    private static Receipt receipt(@Nullable Position position, long rows) {
        return new Receipt(position, NOW, position == null ? 0 : 1, Map.of(INSERTED, rows), List.of(), 0, 0);
    }

    @Test
    void aTransactionInPiecesShowsHowFarItIs() {
        board.applied(receipt(null, 100));
        board.applied(receipt(null, 250));

        Status open = board.status();
        assertThat(open.openTransaction()).isEqualTo(new OpenTransaction(250, NOW));
        assertThat(open.rowsPerSecond()).isPositive();
        assertThat(open.rows()).isEmpty();
        assertThat(open.transactions()).isZero();

        board.applied(receipt(Position.parse("0/20"), 300));

        Status ended = board.status();
        assertThat(ended.openTransaction()).isNull();
        assertThat(ended.rows()).containsEntry(INSERTED, 300L);
        assertThat(ended.transactions()).isEqualTo(1);
    }

    @Test
    void thePiecesCountOnceInTheRate() {
        StatusBoard whole = new StatusBoard("x", Clock.systemUTC());
        whole.applied(receipt(Position.parse("0/20"), 300));
        board.applied(receipt(null, 100));
        board.applied(receipt(null, 250));
        board.applied(receipt(Position.parse("0/20"), 300));

        // Both within the half second over which the rate is counted at least; a slow machine makes it smaller only.
        assertThat(board.status().rowsPerSecond()).isBetween(1.0, 600.0);
        assertThat(whole.status().rowsPerSecond()).isBetween(1.0, 600.0);
    }

    @Test
    void aNewStreamBeginsTheTransactionAgain() {
        board.applied(receipt(null, 250));
        board.position(Position.parse("0/10"));

        assertThat(board.status().openTransaction()).isNull();
    }
}
