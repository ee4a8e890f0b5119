package io.crosswalk.operations.explain;

import io.crosswalk.operations.keys.RecordedKeys;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.sink.ledger.LedgerEntry;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Everything about one row. Secrets are masked in every value: this may be printed.
 *
 * @param table the legacy table
 * @param key the legacy key, its values joined by commas
 * @param legacy the legacy row; empty when there is none
 * @param ids its entries in {@code crosswalk.id_mappings}
 * @param tenant how it leads to its tenant, step by step; empty for global tables
 * @param targets the target rows it becomes
 * @param quarantine what of it waits
 * @param ledger where the migration stands; empty when it has not begun
 * @param hints what else one should know: where else the id occurs, when there is no such row
 */
public record Explanation(
        TableId table,
        String key,
        List<Field> legacy,
        List<RecordedKeys.Entry> ids,
        List<String> tenant,
        List<TargetRow> targets,
        List<Waiting> quarantine,
        Optional<LedgerEntry> ledger,
        List<String> hints) {

    public Explanation {
        legacy = List.copyOf(legacy);
        ids = List.copyOf(ids);
        tenant = List.copyOf(tenant);
        targets = List.copyOf(targets);
        quarantine = List.copyOf(quarantine);
        hints = List.copyOf(hints);
    }

    /** True when the legacy row is there. */
    public boolean exists() {
        return !legacy.isEmpty();
    }

    /** A column and its value, null or masked. */
    public record Field(String column, @Nullable String value) {}

    /**
     * One target of the row.
     *
     * @param state whether the row should be there, and is
     * @param condition the mapping's {@code when}; empty without one
     * @param folded the target column that it is folded into as a member; empty for a row of its own
     */
    public record TargetRow(
            TableId table,
            String key,
            State state,
            Optional<String> condition,
            Optional<String> folded,
            List<TargetColumn> columns) {

        public TargetRow {
            columns = List.copyOf(columns);
        }
    }

    /** Whether a target row should be there, and is. */
    public enum State {
        /** It is there, and every column agrees. */
        AGREES,
        /** It is there, and some columns differ. */
        DIFFERS,
        /** It should be there and is not. */
        MISSING,
        /** It should not be there and is not. */
        ABSENT,
        /** It should not be there and is. */
        LEFT_OVER,
        /** It cannot be made at present: a value is refused, or waits for another row. */
        SET_ASIDE,
        /** It belongs to an account that existed before the migration, which is not written. */
        LINKED,
        /** The target has no such table. */
        NO_TABLE
    }

    /**
     * One column of a target row.
     *
     * @param expression what the mapping makes it of, as the mapping writes it
     * @param from the legacy columns it is made of
     * @param computed what it should be; null for NULL
     * @param found what the target holds; null for NULL, or when the row is not there
     * @param agrees whether both are the same; empty when there is nothing to compare
     */
    public record TargetColumn(
            String column,
            String expression,
            List<String> from,
            @Nullable String computed,
            @Nullable String found,
            Optional<Boolean> agrees) {

        public TargetColumn {
            from = List.copyOf(from);
        }
    }

    /** An entry of the quarantine. */
    public record Waiting(
            String target, String reason, List<String> waitsFor, int attempts, String firstSeen, String lastSeen) {

        public Waiting {
            waitsFor = List.copyOf(waitsFor);
        }
    }
}
