package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.sink.rows.PendingRow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class NetEffectTest {

    private static final TableId TABLE = new TableId("public", "t");
    private static final Columns COLUMNS = Columns.of("id", "a", "b");
    private static final Columns ID = Columns.of("id");

    private final NetEffect effect = new NetEffect();

    private static Upsert insert(String id, Object a, Object b) {
        return upsert(TABLE, Operation.INSERT, id, a, b);
    }

    private static Upsert update(String id, Object a, Object b) {
        return upsert(TABLE, Operation.UPDATE, id, a, b);
    }

    private static Upsert upsert(TableId table, Operation operation, String id, Object a, Object b) {
        return new Upsert(table, operation, Key.of(ID, id), null, Row.of(COLUMNS, id, a, b), new Origin(TABLE, id));
    }

    private static Delete delete(String id) {
        return new Delete(TABLE, Key.of(ID, id), new Origin(TABLE, id));
    }

    private void add(Change... changes) {
        for (Change change : changes) {
            if (change instanceof Upsert upsert) {
                effect.add(upsert);
            } else {
                effect.add((Delete) change);
            }
        }
    }

    @Test
    void theLastStateOfARowCounts() {
        add(insert("1", "a", "b"), update("1", "c", "d"), update("1", "e", null));

        assertThat(effect.upserts(TABLE)).extracting(PendingRow::row).containsExactly(Row.of(COLUMNS, "1", "e", null));
        assertThat(effect.deletes(TABLE)).isEmpty();
    }

    @Test
    void whatALaterChangeLeavesOutIsTakenFromAnEarlierOne() {
        add(insert("1", "a", "long"), update("1", "b", Row.ABSENT), update("1", Row.ABSENT, Row.ABSENT));

        assertThat(effect.upserts(TABLE))
                .extracting(PendingRow::row)
                .containsExactly(Row.of(COLUMNS, "1", "b", "long"));
    }

    @Test
    void anInsertThatIsUpdatedStaysAnInsert() {
        add(insert("1", "a", "b"), update("1", "c", "d"), update("2", "x", "y"));

        assertThat(effect.upserts(TABLE))
                .extracting(PendingRow::operation)
                .containsExactly(Operation.INSERT, Operation.UPDATE);
    }

    @Test
    void aDeletedRowIsNotWritten() {
        add(insert("1", "a", "b"), delete("1"));

        assertThat(effect.upserts(TABLE)).isEmpty();
        assertThat(effect.deletes(TABLE)).containsOnlyKeys(Key.of(ID, "1"));
    }

    @Test
    void aRowThatComesBackAfterItsDeleteTakesNothingFromTheOldOne() {
        add(insert("1", "old", "old"), delete("1"), insert("1", "new", Row.ABSENT));

        assertThat(effect.deletes(TABLE)).containsOnlyKeys(Key.of(ID, "1"));
        assertThat(effect.upserts(TABLE))
                .extracting(PendingRow::row)
                .containsExactly(Row.of(COLUMNS, "1", "new", Row.ABSENT));
    }

    @Test
    void aRowThatIsWrittenAgainMovesToTheEnd() {
        add(insert("1", "a", "b"), insert("2", "a", "b"), update("1", "c", "d"));

        assertThat(effect.upserts(TABLE))
                .extracting(row -> row.symbolicKey().text())
                .containsExactly("2", "1");
    }

    @Test
    void tablesAreKeptApart() {
        TableId other = new TableId("public", "other");
        add(insert("1", "a", "b"), upsert(other, Operation.INSERT, "1", "x", "y"), delete("1"));

        assertThat(effect.upserts(TABLE)).isEmpty();
        assertThat(effect.upserts(other)).hasSize(1);
        assertThat(effect.deletes(other)).isEmpty();
    }

    @Test
    void aChangeThatDoesNotKnowWhereItCameFromIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> add(new Delete(TABLE, Key.of(ID, "1"), null)));
    }
}
