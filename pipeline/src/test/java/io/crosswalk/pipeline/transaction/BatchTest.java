package io.crosswalk.pipeline.transaction;

import io.crosswalk.pipeline.Transform;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BatchTest {

    private static final Change CHANGE = new Change.Truncate(new TableId("public", "Clinic"));

    private static Transaction transaction(@Nullable String position, Change... changes) {
        return new Transaction(
                1,
                position == null ? null : Position.parse(position),
                Instant.EPOCH,
                List.of(changes),
                List.of(new Marker("m")));
    }

    private static Batch batch(Transaction... transactions) {
        return new Batch(List.of(transactions));
    }

    @Test
    void holdsWholeTransactionsInCommitOrder() {
        Batch batch =
                batch(transaction("0/1", CHANGE), transaction("7FFFFFFF/0"), transaction("80000000/0", CHANGE, CHANGE));

        assertThat(batch.isComplete()).isTrue();
        assertThat(batch.last().position()).isEqualTo(Position.parse("80000000/0"));
        assertThat(batch.changeCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0/2, 0/1", "0/2, 0/2", "80000000/0, 1/0"})
    void refusesATransactionThatIsNotBehindTheOneBefore(String first, String second) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch(transaction(first), transaction(second)))
                .withMessageContaining(first)
                .withMessageContaining(second);
    }

    @Test
    void refusesAPositionBeforeEverything() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch(transaction("0/0")));
    }

    @Test
    void refusesToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> batch());
    }

    @Test
    void aPieceTravelsAloneAndIsNotComplete() {
        assertThat(batch(transaction(null, CHANGE)).isComplete()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> batch(transaction(null), transaction("0/1")));
        assertThatIllegalArgumentException().isThrownBy(() -> batch(transaction("0/1"), transaction(null)));
    }

    @Test
    void doesNotFollowTheListsItWasMadeFrom() {
        List<Change> changes = new ArrayList<>(List.of(CHANGE));
        List<Transaction> transactions =
                new ArrayList<>(List.of(new Transaction(1, new Position(1), Instant.EPOCH, changes, List.of())));
        Batch batch = new Batch(transactions);
        changes.add(CHANGE);
        transactions.add(transaction("0/2"));

        assertThat(batch.changeCount()).isEqualTo(1);
        assertThat(batch.transactions()).hasSize(1);
    }

    @Test
    void aTransformKeepsTransactionsWhoseChangesGoNowhere() {
        Transform nowhere = change -> List.of();

        Batch mapped = nowhere.apply(batch(transaction("0/1", CHANGE), transaction("0/2")));

        assertThat(mapped.transactions())
                .extracting(Transaction::position)
                .containsExactly(new Position(1), new Position(2));
        assertThat(mapped.last().markers()).containsExactly(new Marker("m"));
        assertThat(mapped.changeCount()).isZero();
    }
}
