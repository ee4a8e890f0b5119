package io.crosswalk.sink;

import io.crosswalk.pipeline.Columns;
import io.crosswalk.pipeline.Composite;
import io.crosswalk.pipeline.Key;
import io.crosswalk.pipeline.Lookup;
import io.crosswalk.pipeline.Lookup.Absence;
import io.crosswalk.pipeline.Refusal;
import io.crosswalk.pipeline.Row;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns rows with symbolic values into rows that can be written, and tells which cannot be. */
final class RowResolution {

    private final LookupResolver lookups;
    private final boolean asksForParents;

    /**
     * @param asksForParents whether a reference is looked up; else it is taken as it is, and {@link MissingParents} looks later
     */
    RowResolution(LookupResolver lookups, boolean asksForParents) {
        this.lookups = lookups;
        this.asksForParents = asksForParents;
    }

    /**
     * @param ready rows of text, null and absent values, each with the key it was named by
     * @param refused rows that go into the quarantine, with the reason
     * @param parents for each ready row the table that its inherited tenant came from; null where it was not looked up
     * @param absent look-ups of ready rows that found nothing and gave null
     */
    record Result(List<PendingRow> ready, List<Refused> refused, List<@Nullable TableId> parents, List<Absent> absent) {

        Result() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** A look-up that found nothing, so that a column of a row is null. */
    record Absent(Key key, String column, Lookup lookup) {}

    /** A row that cannot be written now: why, and the {@link WaitKey}s of what would help. */
    record Refused(PendingRow row, String reason, Set<String> waitsFor) {}

    Result resolve(Connection connection, TargetTable table, List<PendingRow> rows) throws SQLException {
        Set<Lookup> wanted = new LinkedHashSet<>();
        for (PendingRow row : rows) {
            row.row().lookups().filter(this::isAsked).forEach(wanted::add);
        }
        Map<Lookup, Resolved> resolved = wanted.isEmpty() ? Map.of() : lookups.resolve(connection, wanted);
        Result result = new Result();
        Set<Key> seen = new HashSet<>();
        Set<String> taken = GivenIds.taken(connection, table, rows, resolved);
        for (PendingRow row : rows) {
            if (!taken.isEmpty() && taken.contains(GivenIds.claim(table, row, resolved))) {
                String reason = table.key().names().get(0) + ": another legacy row has the same new id";
                result.refused().add(new Refused(row, reason, Set.of(WaitKey.anyIn(table.id()))));
            } else {
                place(row, table, resolved, seen, result);
            }
        }
        return result;
    }

    /** Keys with their look-ups resolved; those that lead nowhere are left out, because what they name was never written. */
    Map<Key, Key> resolveKeys(Connection connection, List<Key> keys) throws SQLException {
        Set<Lookup> wanted = new LinkedHashSet<>();
        for (Key key : keys) {
            for (int i = 0; i < key.size(); i++) {
                if (key.value(i) instanceof Lookup lookup) {
                    wanted.add(lookup);
                }
            }
        }
        Map<Lookup, Resolved> resolved = wanted.isEmpty() ? Map.of() : lookups.resolve(connection, wanted);
        Map<Key, Key> concrete = new HashMap<>();
        for (Key key : keys) {
            Key result = LookupResolver.resolvedKey(key, resolved);
            if (result.isResolved()) {
                concrete.put(key, result);
            }
        }
        return concrete;
    }

    private boolean isAsked(Lookup lookup) {
        return asksForParents || !lookup.isOfRow();
    }

    private void place(
            PendingRow pending, TargetTable table, Map<Lookup, Resolved> resolved, Set<Key> seen, Result result) {
        Columns columns = pending.row().columns();
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        TableId parent = null;
        Map<String, Lookup> absent = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = pending.row().value(i);
            if (value instanceof Refusal refusal) {
                result.refused()
                        .add(refusedByMapping(pending, table, columns.names().get(i), refusal));
                return;
            }
            if (value instanceof Lookup lookup && !isAsked(lookup)) {
                value = lookup.key().value(0);
            } else if (value instanceof Lookup || value instanceof Composite) {
                List<Lookup> nowhere = nowhere(value, resolved);
                if (!nowhere.isEmpty()) {
                    result.refused().add(refused(pending, columns.names().get(i), nowhere, resolved));
                    return;
                }
                parent = value instanceof Lookup lookup
                                && isInherited(table, columns.names().get(i))
                        ? found(lookup, resolved).from()
                        : parent;
                String text = text(value, resolved);
                if (text == null && value instanceof Lookup lookup && lookup.absence() == Absence.NULL) {
                    absent.put(columns.names().get(i), lookup);
                }
                value = text;
            }
            values[i] = value;
        }
        Row row = Row.of(columns, values);
        if (!seen.add(row.key(table.key()))) {
            result.refused()
                    .add(new Refused(
                            pending, "another row of this batch has the same key", Set.of(WaitKey.anyIn(table.id()))));
            return;
        }
        result.ready().add(pending.with(row));
        absent.forEach((column, lookup) -> result.absent().add(new Absent(row.key(table.key()), column, lookup)));
        result.parents().add(parent);
    }

    private static boolean isInherited(TargetTable table, String column) {
        return table.inherited().stream()
                .anyMatch(inherited -> inherited.column().equals(column));
    }

    // A user who shares an address may have it alone when another account changes; every other refusal lies in the row
    // itself.
    private static Refused refusedByMapping(PendingRow pending, TargetTable table, String column, Refusal refusal) {
        Set<String> waits = table.account().isPresent() ? Set.of(WaitKey.anyIn(table.id())) : Set.of();
        return new Refused(pending, column + ": " + refusal.reason(), waits);
    }

    private static Refused refused(
            PendingRow pending, String column, List<Lookup> nowhere, Map<Lookup, Resolved> resolved) {
        Lookup first = nowhere.get(0);
        String reason = column + ": no row in " + first.table() + " yet that it refers to";
        if (nowhere.stream().anyMatch(lookup -> lookup.absence() == Absence.FAIL)) {
            throw SinkException.lasting(
                    pending.origin().table() + " " + pending.origin().key() + ": " + reason
                            + ", and the mapping says that this must stop the migration",
                    null);
        }
        Set<String> waits = new LinkedHashSet<>();
        nowhere.forEach(lookup -> waits.addAll(found(lookup, resolved).waitsFor()));
        return new Refused(pending, reason, waits);
    }

    /** The look-ups of a symbolic value for whose sake the row has to wait. */
    private List<Lookup> nowhere(Object symbolic, Map<Lookup, Resolved> resolved) {
        if (symbolic instanceof Lookup lookup) {
            return isNeeded(lookup, resolved) ? List.of(lookup) : List.of();
        }
        return ((Composite) symbolic)
                .lookups()
                .filter(lookup -> isNeeded(lookup, resolved))
                .toList();
    }

    private boolean isNeeded(Lookup lookup, Map<Lookup, Resolved> resolved) {
        if (lookup.absence() == Absence.NULL_WHEN_THERE && isAsked(lookup)) {
            Resolved outcome = found(lookup, resolved);
            return outcome.value() == null && !outcome.waitsFor().isEmpty();
        }
        return lookup.absence() != Absence.NULL && answer(lookup, resolved) == null;
    }

    private @Nullable String text(Object symbolic, Map<Lookup, Resolved> resolved) {
        return symbolic instanceof Composite composite
                ? composite.join(lookup -> answer(lookup, resolved))
                : answer((Lookup) symbolic, resolved);
    }

    private @Nullable String answer(Lookup lookup, Map<Lookup, Resolved> resolved) {
        return isAsked(lookup)
                ? found(lookup, resolved).value()
                : (String) lookup.key().value(0);
    }

    private static Resolved found(Lookup lookup, Map<Lookup, Resolved> resolved) {
        return Objects.requireNonNull(resolved.get(lookup));
    }
}
