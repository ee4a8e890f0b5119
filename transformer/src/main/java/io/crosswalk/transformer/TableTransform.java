package io.crosswalk.transformer;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Delete;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Truncate;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes target changes from the changes of one legacy table. Immutable, safe from any thread.
 *
 * @param filter which of its rows are migrated
 * @param targets what its rows become, in the order in which they are written; they go in the opposite order
 */
record TableTransform(RowFilter filter, List<TargetTransform> targets) {

    TableTransform {
        targets = List.copyOf(targets);
    }

    List<Change> apply(Change change) {
        if (change instanceof Upsert upsert) {
            return upsert(upsert);
        }
        if (change instanceof Delete delete) {
            return deletes(delete.key(), origin(delete, delete.key()));
        }
        List<Change> changes = new ArrayList<>(targets.size());
        for (int i = targets.size() - 1; i >= 0; i--) {
            changes.add(new Truncate(targets.get(i).table()));
        }
        return changes;
    }

    private List<Change> deletes(Key legacyKey, Origin origin) {
        Row keyRow = row(legacyKey);
        List<Change> changes = new ArrayList<>(targets.size());
        for (int i = targets.size() - 1; i >= 0; i--) {
            TargetTransform target = targets.get(i);
            changes.add(new Delete(target.table(), target.key(keyRow), origin));
        }
        return changes;
    }

    private List<Change> upsert(Upsert upsert) {
        Object verdict = filter.verdict(upsert.row());
        return verdict == null ? leftBehind(upsert) : upsert(upsert, verdict);
    }

    /** A row that is not migrated, or not any more. One that is new was not there before: another row may have its target key. */
    private List<Change> leftBehind(Upsert upsert) {
        if (upsert.operation() == Operation.INSERT) {
            return List.of();
        }
        Origin origin = origin(upsert, upsert.key());
        List<Change> changes = new ArrayList<>();
        if (upsert.formerKey() != null) {
            changes.addAll(deletes(upsert.formerKey(), origin));
        }
        changes.addAll(deletes(upsert.key(), origin));
        return changes;
    }

    private List<Change> upsert(Upsert upsert, Object verdict) {
        Row keyRow = row(upsert.key());
        Row formerKeyRow = upsert.formerKey() == null ? null : row(upsert.formerKey());
        Origin origin = origin(upsert, upsert.key());
        List<Change> changes = new ArrayList<>(targets.size());
        for (TargetTransform target : targets) {
            Key key = target.key(keyRow);
            Key formerKey = formerKey(target, formerKeyRow, key);
            Object existence = verdict instanceof Refusal ? verdict : target.existence(upsert.row());
            if (existence != null) {
                Row row = target.row(upsert.row(), key);
                row = existence instanceof Refusal refusal ? refused(row, refusal) : row;
                changes.add(new Upsert(target.table(), upsert.operation(), key, formerKey, row, origin));
            } else {
                if (formerKey != null) {
                    changes.add(new Delete(target.table(), formerKey, origin));
                }
                changes.add(new Delete(target.table(), key, origin));
            }
        }
        return changes;
    }

    /** A condition that cannot tell refuses the row. Its first column says so: a refusal anywhere sets the whole row aside. */
    private static Row refused(Row row, Refusal refusal) {
        @Nullable Object[] values = new @Nullable Object[row.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 0 ? refusal : row.value(i);
        }
        return Row.of(row.columns(), values);
    }

    /** Null unless the target key changes with the legacy key. */
    private static @Nullable Key formerKey(TargetTransform target, @Nullable Row formerKeyRow, Key key) {
        if (formerKeyRow == null) {
            return null;
        }
        Key formerKey = target.key(formerKeyRow);
        return formerKey.equals(key) ? null : formerKey;
    }

    private static Origin origin(Change change, Key key) {
        return new Origin(change.table(), key.text());
    }

    /** The part of the legacy row that every change carries. */
    private static Row row(Key key) {
        @Nullable Object[] values = new @Nullable Object[key.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = key.value(i);
        }
        return Row.of(key.columns(), values);
    }
}
