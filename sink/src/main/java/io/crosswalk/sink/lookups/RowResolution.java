package io.crosswalk.sink.lookups;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.quarantine.Refused;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.rows.PendingRow;
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
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns rows with symbolic values into rows that can be written, and tells which cannot be. */
public final class RowResolution {

    private final LookupResolver lookups;
    private final boolean asksForParents;

    /**
     * @param asksForParents whether a reference is looked up; else it is taken as it is, and {@code MissingParents} looks later
     */
    public RowResolution(LookupResolver lookups, boolean asksForParents) {
        this.lookups = lookups;
        this.asksForParents = asksForParents;
    }

    /**
     * @param ready rows of text, null and absent values, each with the key it was named by
     * @param refused rows that go into the quarantine, with the reason
     * @param parents for each ready row the table that its inherited tenant came from; null where it was not looked up
     * @param absent look-ups of ready rows that found nothing and gave null
     * @param incomplete columns of ready rows in which ids among others are null
     */
    public record Result(
            List<PendingRow> ready,
            List<Refused> refused,
            List<@Nullable TableId> parents,
            List<Absent> absent,
            List<Incomplete> incomplete) {

        Result() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** A column that holds null in the place of some ids: as the transform made it, and the {@link WaitKey}s of what it lacks. */
    public record Incomplete(Key key, String column, Object symbolic, Set<String> waitsFor) {}

    /** A look-up that found nothing, so that a column of a row is null. */
    public record Absent(Key key, String column, Lookup lookup) {}

    /**
     * Resolves rows of one table.
     *
     * @param embedded whether ids among others are looked up; else they are taken as they are, to be looked at later
     */
    public Result resolve(Connection connection, TargetTable table, List<PendingRow> rows, boolean embedded)
            throws SQLException {
        Asking asking = new Asking(table, embedded);
        Set<Lookup> wanted = new LinkedHashSet<>();
        rows.forEach(row -> asking.collect(row.row(), wanted));
        Map<Lookup, Resolved> resolved = wanted.isEmpty() ? Map.of() : lookups.resolve(connection, wanted);
        Result result = new Result();
        Set<Key> seen = new HashSet<>();
        Set<String> taken = GivenIds.taken(connection, table, rows, resolved);
        for (PendingRow row : rows) {
            if (!taken.isEmpty() && taken.contains(GivenIds.claim(table, row, resolved))) {
                String reason = table.key().names().get(0) + ": another legacy row has the same new id";
                result.refused().add(new Refused(row, reason, Set.of(WaitKey.anyIn(table.id()))));
            } else {
                place(row, asking, resolved, seen, result);
            }
        }
        return result;
    }

    /** Which look-ups of a table's rows are asked. */
    private final class Asking {

        private final TargetTable table;
        private final boolean asksEmbedded;
        private final Set<String> embedded = new HashSet<>();

        Asking(TargetTable table, boolean asksEmbedded) {
            this.table = table;
            this.asksEmbedded = asksEmbedded;
            table.embedded().forEach(column -> embedded.add(column.column()));
        }

        boolean isEmbedded(String column) {
            return embedded.contains(column);
        }

        boolean isAsked(String column, Lookup lookup) {
            return asksForParents || !lookup.isOfRow() || asksEmbedded && embedded.contains(column);
        }

        void collect(Row row, Set<Lookup> wanted) {
            for (int i = 0; i < row.columns().size(); i++) {
                String column = row.columns().names().get(i);
                lookups(row.value(i)).filter(lookup -> isAsked(column, lookup)).forEach(wanted::add);
            }
        }
    }

    private static Stream<Lookup> lookups(@Nullable Object value) {
        return value instanceof Composite composite
                ? composite.lookups()
                : value instanceof Lookup lookup ? Stream.of(lookup) : Stream.of();
    }

    /** Keys with their look-ups resolved; those that lead nowhere are left out, because what they name was never written. */
    public Map<Key, Key> resolveKeys(Connection connection, List<Key> keys) throws SQLException {
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

    private static void place(
            PendingRow pending, Asking asking, Map<Lookup, Resolved> resolved, Set<Key> seen, Result result) {
        TargetTable table = asking.table;
        Columns columns = pending.row().columns();
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        TableId parent = null;
        Map<String, Object> absent = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = pending.row().value(i);
            String column = columns.names().get(i);
            if (value instanceof Refusal refusal) {
                result.refused().add(refusedByMapping(pending, table, column, refusal));
                return;
            }
            if (value instanceof Lookup || value instanceof Composite) {
                Object symbolic = value;
                List<Lookup> open = lookups(symbolic)
                        .filter(it -> asking.isAsked(column, it))
                        .filter(it -> found(it, resolved).value() == null)
                        .toList();
                List<Lookup> needed = open.stream()
                        .filter(it -> isNeeded(it, found(it, resolved)))
                        .toList();
                if (!needed.isEmpty()) {
                    result.refused().add(refused(pending, column, needed, resolved));
                    return;
                }
                parent = symbolic instanceof Lookup lookup
                                && asking.isAsked(column, lookup)
                                && isInherited(table, column)
                        ? found(lookup, resolved).from()
                        : parent;
                if (open.stream().anyMatch(it -> it.absence() == Absence.NULL)) {
                    absent.put(column, symbolic);
                }
                value = text(
                        symbolic,
                        it -> asking.isAsked(column, it) ? found(it, resolved).value() : own(it));
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
        result.parents().add(parent);
        absent.forEach((column, symbolic) -> note(row.key(table.key()), column, symbolic, asking, resolved, result));
    }

    /** Remembers what a column lacks. */
    private static void note(
            Key key, String column, Object symbolic, Asking asking, Map<Lookup, Resolved> resolved, Result result) {
        if (asking.isEmbedded(column)) {
            Set<String> waits = new LinkedHashSet<>();
            lookups(symbolic)
                    .filter(it -> asking.isAsked(column, it))
                    .forEach(it -> waits.addAll(found(it, resolved).waitsFor()));
            result.incomplete().add(new Incomplete(key, column, symbolic, waits));
        } else if (symbolic instanceof Lookup lookup) {
            result.absent().add(new Absent(key, column, lookup));
        }
    }

    private static String own(Lookup ofRow) {
        return (String) ofRow.key().value(0);
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
        Set<String> waits = new LinkedHashSet<>();
        nowhere.forEach(lookup -> waits.addAll(found(lookup, resolved).waitsFor()));
        if (nowhere.stream().anyMatch(lookup -> lookup.absence() == Absence.FAIL)) {
            waits.add(WaitKey.PROMISED);
        }
        return new Refused(pending, reason, waits);
    }

    /** Whether a row has to wait for the sake of a look-up that gave null. */
    private static boolean isNeeded(Lookup lookup, Resolved outcome) {
        return switch (lookup.absence()) {
            case NULL -> false;
            case NULL_WHEN_THERE -> !outcome.waitsFor().isEmpty();
            case QUARANTINE, FAIL -> true;
        };
    }

    private static @Nullable String text(Object symbolic, Function<Lookup, @Nullable String> answer) {
        return symbolic instanceof Composite composite ? composite.join(answer) : answer.apply((Lookup) symbolic);
    }

    private static Resolved found(Lookup lookup, Map<Lookup, Resolved> resolved) {
        return Objects.requireNonNull(resolved.get(lookup));
    }
}
