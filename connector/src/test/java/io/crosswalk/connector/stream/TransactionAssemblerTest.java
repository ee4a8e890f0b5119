package io.crosswalk.connector.stream;

import io.crosswalk.connector.SourceSettings;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Marker;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Transaction;
import io.crosswalk.postgres.DatabaseAddress;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransactionAssemblerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StreamEvent CHANGE = new StreamEvent.Changed(new Truncate(new TableId("public", "t")));

    private final List<String> delivered = new ArrayList<>();
    private final List<Position> dropped = new ArrayList<>();
    private final Map<Long, Position> knownEnds = new HashMap<>();
    private final TransactionAssembler.Output output = new TransactionAssembler.Output() {
        @Override
        public void deliver(Batch batch) {
            delivered.add(String.join(
                    " ",
                    batch.transactions().stream()
                            .map(TransactionAssemblerTest::text)
                            .toList()));
        }

        @Override
        public void dropped(Position position) {
            dropped.add(position);
        }
    };

    private static String text(Transaction transaction) {
        return transaction.id() + ":" + transaction.changes().size()
                + (transaction.position() == null
                        ? "..."
                        : "@" + transaction.position().lsn())
                + (transaction.markers().isEmpty() ? "" : transaction.markers().toString());
    }

    private TransactionAssembler assembler(int batch, int piece, long ledger, long confirmed, long snapshot) {
        SourceSettings settings = SourceSettings.of(
                        "test", DatabaseAddress.parse("postgresql://u@localhost/d", null, null), List.of())
                .withBatch(batch, 1 << 20)
                .withPieceChanges(piece);
        return new TransactionAssembler(
                settings, new Position(ledger), new Position(confirmed), new Position(snapshot), knownEnds, output);
    }

    private static void feed(TransactionAssembler assembler, long id, int changes, long end) throws Exception {
        assembler.accept(new StreamEvent.Begin(id, NOW));
        for (int i = 0; i < changes; i++) {
            assembler.accept(CHANGE);
        }
        assembler.accept(new StreamEvent.End(id, new Position(end), NOW));
    }

    @Test
    void wholeTransactionsShareABatchUpToItsBound() throws Exception {
        TransactionAssembler assembler = assembler(5, 100, 10, 10, 0);
        feed(assembler, 1, 2, 20);
        feed(assembler, 2, 0, 30);
        feed(assembler, 3, 3, 40);
        feed(assembler, 4, 1, 50);
        assertThat(delivered).containsExactly("1:2@20 2:0@30 3:3@40");
        assembler.flush();
        assembler.flush();
        assertThat(delivered).containsExactly("1:2@20 2:0@30 3:3@40", "4:1@50");
    }

    @Test
    void aBigTransactionTravelsAloneInPiecesBehindWhatCameBefore() throws Exception {
        TransactionAssembler assembler = assembler(100, 3, 10, 10, 0);
        feed(assembler, 1, 1, 20);
        assembler.accept(new StreamEvent.Begin(2, NOW));
        assembler.accept(new StreamEvent.Token(new Marker("m")));
        for (int i = 0; i < 7; i++) {
            assembler.accept(CHANGE);
        }
        assembler.accept(new StreamEvent.End(2, new Position(30), NOW));
        assertThat(delivered).containsExactly("1:1@20", "2:3...", "2:3...", "2:1@30[Marker[token=m]]");
    }

    @Test
    void whatTheLedgerHasIsDropped() throws Exception {
        TransactionAssembler assembler = assembler(100, 3, 30, 10, 0);
        feed(assembler, 1, 2, 20);
        feed(assembler, 2, 9, 30);
        feed(assembler, 3, 4, 40);
        assembler.flush();
        assertThat(delivered).containsExactly("3:3...", "3:1@40");
        assertThat(dropped).containsExactly(new Position(20), new Position(30));
    }

    @Test
    void aBigTransactionWhoseEndDecidesIsReadOverOnceAndThenHandedOver() throws Exception {
        TransactionAssembler first = assembler(100, 3, 10, 10, 35);
        assertThatThrownBy(() -> {
                    feed(first, 1, 1, 20);
                    feed(first, 2, 5, 30);
                })
                .isInstanceOf(TransactionAssembler.EndLearned.class);
        assertThat(delivered).containsExactly("1:1@20");
        assertThat(knownEnds).containsEntry(2L, new Position(30));
        TransactionAssembler second = assembler(100, 3, 20, 10, 35);
        feed(second, 1, 1, 20);
        feed(second, 2, 5, 30);
        assertThat(delivered).containsExactly("1:1@20", "2:3...", "2:2@30");
    }

    @Test
    void aTokenOutsideOfATransactionHasNoPlaceInTheOrder() throws Exception {
        TransactionAssembler assembler = assembler(100, 3, 10, 10, 0);
        assembler.accept(new StreamEvent.Token(new Marker("stray")));
        feed(assembler, 1, 1, 20);
        assembler.flush();
        assertThat(delivered).containsExactly("1:1@20");
    }

    @Test
    void aStreamOutOfOrderIsRefused() throws Exception {
        TransactionAssembler assembler = assembler(100, 3, 10, 10, 0);
        assertThatThrownBy(() -> assembler.accept(CHANGE)).isInstanceOf(SourceException.class);
        feed(assembler, 1, 1, 20);
        assertThatThrownBy(() -> feed(assembler, 2, 1, 20)).isInstanceOf(SourceException.class);
    }
}
