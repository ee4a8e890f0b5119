package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.sink.rows.PendingRow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run of upserts and deletes comes to: per table and key the last state, with values that later changes left out taken from
 * earlier ones.
 */
final class NetEffect {

    private final Map<TableId, Map<Key, PendingRow>> upserts = new LinkedHashMap<>();
    private final Map<TableId, Map<Key, Origin>> deletes = new LinkedHashMap<>();

    /** Of upserts that keep their key, and deletes. */
    static NetEffect of(List<Change> changes) {
        NetEffect effect = new NetEffect();
        for (Change change : changes) {
            if (change instanceof Upsert upsert) {
                effect.add(upsert);
            } else if (change instanceof Delete delete) {
                effect.add(delete);
            } else {
                throw new IllegalArgumentException(
                        "has no net effect with others: " + change.getClass().getSimpleName());
            }
        }
        return effect;
    }

    void add(Upsert upsert) {
        Map<Key, PendingRow> rows = upserts.computeIfAbsent(upsert.table(), table -> new LinkedHashMap<>());
        PendingRow earlier = rows.get(upsert.key());
        Row row = earlier == null ? upsert.row() : upsert.row().over(earlier.row());
        Operation operation = earlier != null ? earlier.operation() : upsert.operation();
        // Put at the end again: a unique value may have been freed by a row that was written in between.
        rows.remove(upsert.key());
        rows.put(upsert.key(), new PendingRow(upsert.table(), operation, upsert.key(), row, origin(upsert)));
    }

    void add(Delete delete) {
        Map<Key, PendingRow> rows = upserts.get(delete.table());
        if (rows != null) {
            rows.remove(delete.key());
        }
        deletes.computeIfAbsent(delete.table(), table -> new LinkedHashMap<>())
                .put(delete.key(), Objects.requireNonNull(delete.origin(), "a target change knows its origin"));
    }

    private static Origin origin(Upsert upsert) {
        return Objects.requireNonNull(upsert.origin(), "a target change knows its origin");
    }

    /** Deleted keys; a key that was written again afterwards is in the upserts as well, and deletes come first. */
    Map<Key, Origin> deletes(TableId table) {
        return deletes.getOrDefault(table, Map.of());
    }

    List<PendingRow> upserts(TableId table) {
        Map<Key, PendingRow> rows = upserts.get(table);
        return rows == null ? List.of() : List.copyOf(rows.values());
    }
}
