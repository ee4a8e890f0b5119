package io.crosswalk.transformer;

import io.crosswalk.pipeline.Change;
import io.crosswalk.pipeline.Change.Delete;
import io.crosswalk.pipeline.Change.Truncate;
import io.crosswalk.pipeline.Change.Upsert;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Origin;
import io.crosswalk.pipeline.Row;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes target changes from the changes of one legacy table. Immutable, safe from any thread.
 *
 * @param targets what its rows become, in the order in which they are written; they go in the opposite order
 */
record TableTransform(List<TargetTransform> targets) {

    TableTransform {
        targets = List.copyOf(targets);
    }

    List<Change> apply(Change change) {
        if (change instanceof Upsert upsert) {
            return upsert(upsert);
        }
        List<Change> changes = new ArrayList<>(targets.size());
        for (int i = targets.size() - 1; i >= 0; i--) {
            TargetTransform target = targets.get(i);
            changes.add(
                    change instanceof Delete delete
                            ? new Delete(target.table(), target.key(row(delete.key())), origin(delete, delete.key()))
                            : new Truncate(target.table()));
        }
        return changes;
    }

    private List<Change> upsert(Upsert upsert) {
        Row keyRow = row(upsert.key());
        Row formerKeyRow = upsert.formerKey() == null ? null : row(upsert.formerKey());
        Origin origin = origin(upsert, upsert.key());
        List<Change> changes = new ArrayList<>(targets.size());
        for (TargetTransform target : targets) {
            Key key = target.key(keyRow);
            Key formerKey = formerKey(target, formerKeyRow, key);
            if (target.exists(upsert.row())) {
                Row row = target.row(upsert.row(), key);
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
