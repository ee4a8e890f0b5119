package io.crosswalk.pipeline.transaction;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * One change of one row (or, for a truncate, of one table). The same type describes legacy changes and, after the transform, target
 * changes; a target change knows its {@link Origin}.
 */
public sealed interface Change {

    TableId table();

    /** What was done to the row. */
    enum Operation {
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE
    }

    Operation operation();

    /**
     * The row exists from now on and looks like this.
     *
     * @param key the row's key from now on
     * @param formerKey the key it had before, when the change re-keys the row; else null
     * @param origin where it came from; null on the source side
     */
    record Upsert(
            TableId table,
            Operation operation,
            Key key,
            @Nullable Key formerKey,
            Row row,
            @Nullable Origin origin) implements Change {

        public Upsert {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(row, "row");
            if (operation != Operation.INSERT && operation != Operation.UPDATE) {
                throw new IllegalArgumentException("an upsert is an insert or an update, not " + operation);
            }
            if (formerKey != null && key.equals(formerKey)) {
                throw new IllegalArgumentException("a re-key needs two different keys");
            }
        }
    }

    /** The row is gone. Only its key is known. */
    record Delete(TableId table, Key key, @Nullable Origin origin) implements Change {

        public Delete {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(key, "key");
        }

        @Override
        public Operation operation() {
            return Operation.DELETE;
        }
    }

    /** All rows of the table are gone. */
    record Truncate(TableId table) implements Change {

        public Truncate {
            Objects.requireNonNull(table, "table");
        }

        @Override
        public Operation operation() {
            return Operation.TRUNCATE;
        }
    }
}
