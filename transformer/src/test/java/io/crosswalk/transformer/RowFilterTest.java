package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.transformer.mapping.MappingReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A row is migrated while the table's {@code where} is not null, whatever it becomes. */
class RowFilterTest {

    private static final SourceTable NOTE = Kamdental.table("Note", "id text, state text, kind text, text text");

    private static final String MAPPING = """
            mapping: 1
            tables:
              Note:
                where: { map: { live: "1", draft: "1", dead: null }, from: state }
                targets:
                  - { table: notes, columns: { id: { id: id }, text: text } }
                  - { table: kinds, when: kind, columns: { id: { id: id }, kind: kind } }
            """;

    private final MappedTransform transform = transform(MAPPING);

    private static MappedTransform transform(String mapping) {
        return MappedTransform.of(
                MappingReader.read(mapping, "test.yaml"), List.of(NOTE), Kamdental.NAMESPACE, Kamdental.OPEN_SEALER);
    }

    @Test
    void aRowThatMatchesBecomesAllItsTargetRows() {
        assertThat(transform.apply(note(Operation.INSERT, null, "a", "live", "k")))
                .hasSize(2)
                .allMatch(Upsert.class::isInstance);
    }

    @Test
    void aNewRowThatDoesNotMatchTouchesNothing() {
        assertThat(transform.apply(note(Operation.INSERT, null, "a", "dead", "k")))
                .isEmpty();
        assertThat(transform.apply(note(Operation.INSERT, null, "a", null, "k")))
                .isEmpty();
    }

    @Test
    void aRowThatStopsMatchingIsDeletedChildrenFirst() {
        List<Change> changes = transform.apply(note(Operation.UPDATE, null, "a", "dead", "k"));

        assertThat(changes).allMatch(Delete.class::isInstance);
        assertThat(changes).extracting(change -> change.table().name()).containsExactly("kinds", "notes");
    }

    @Test
    void aRowThatStopsMatchingWithAnotherKeyIsDeletedUnderBoth() {
        assertThat(transform.apply(note(Operation.UPDATE, "b", "a", "dead", "k")))
                .hasSize(4)
                .allMatch(Delete.class::isInstance);
    }

    @Test
    void aConditionThatCannotTellRefusesEveryTargetRow() {
        for (Change change : transform.apply(note(Operation.UPDATE, null, "a", "unheard of", "k"))) {
            assertThat(((Upsert) change).row().value(0)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void anUnknownValueOfTheConditionLeavesTheRowWhereItIs() {
        assertThat(transform.apply(note(Operation.UPDATE, null, "a", Row.ABSENT, "k")))
                .hasSize(2)
                .allMatch(Upsert.class::isInstance);
    }

    @Test
    void aTableThatIsFilteredNeedsWholeImages() {
        assertThat(transform.needFullIdentity()).containsExactly(NOTE.id());
        assertThat(transform("""
                        mapping: 1
                        tables:
                          Note:
                            where: id
                            targets: [{ table: notes, columns: { id: { id: id }, text: text } }]
                            drop: [state, kind]
                        """).needFullIdentity()).isEmpty();
    }

    private static Change note(
            Operation operation, @Nullable String former, String id, @Nullable Object state, @Nullable String kind) {
        Row row = Row.of(NOTE.columns(), id, state, kind, "text");
        Key formerKey = former == null ? null : Key.of(Columns.of("id"), former);
        return new Upsert(NOTE.id(), operation, row.key(NOTE.key()), formerKey, row, null);
    }
}
