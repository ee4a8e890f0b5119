package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.lookups.RowResolution;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refusals;
import io.crosswalk.sink.quarantine.Refused;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.MissingParents.RowPlaces;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Sets refused rows aside, and takes out of the target what they were before: the old state would go on showing, in the old tenant. What
 * hung on it goes the way it goes when a parent is deleted. One thread.
 */
public final class Eviction {

    private final RowResolution resolution;
    private final Withdrawal withdrawal;
    private final Bereavement bereavement;
    private final RowTraces traces;
    private final Quarantine quarantine;
    private final Refusals refusals;

    public Eviction(RowResolution resolution, Withdrawal withdrawal, RowPlaces places, Refusals refusals) {
        this.resolution = resolution;
        this.withdrawal = withdrawal;
        this.bereavement = places.bereavement();
        this.traces = places.traces();
        this.quarantine = places.quarantine();
        this.refusals = refusals;
    }

    /** Refused rows as the transformer made them, so that their look-ups are asked again later. */
    public static List<Refused> asMade(List<PendingRow> symbolic, List<Refused> refused) {
        if (refused.isEmpty()) {
            return List.of();
        }
        Map<Key, PendingRow> originals = new HashMap<>();
        symbolic.forEach(row -> originals.put(row.symbolicKey(), row));
        return refused.stream()
                .map(row -> new Refused(
                        Objects.requireNonNull(originals.get(row.row().symbolicKey())), row.reason(), row.waitsFor()))
                .toList();
    }

    /** Sets rows of one table aside of which the target holds nothing. */
    public void setAsideNew(Connection connection, TargetTable table, Collection<Refused> refused, Tally tally)
            throws SQLException {
        quarantine.put(connection, refused);
        traces.refused(connection, table, refused.stream().map(Refused::row).toList());
        tally.setAside(refused.size());
        tally.refused(refused.stream()
                .filter(row -> row.waitsFor().stream().allMatch(WaitKey::isAny))
                .count());
    }

    /**
     * Sets rows of one table aside.
     *
     * @param refused with rows as the transformer made them, so that their look-ups are asked again later
     * @param written the keys in the target of rows that were written instead: another legacy row may have the same
     * @return the {@link WaitKey}s of what others may wait for, because a row is gone
     */
    public Set<String> setAside(
            Connection connection, TargetTable table, List<Refused> refused, Set<Key> written, Tally tally)
            throws SQLException {
        if (refused.isEmpty()) {
            return Set.of();
        }
        Map<Key, Withdrawn> stored = stored(connection, table, refused, written);
        List<Refused> whole = new ArrayList<>();
        for (Refused row : refused) {
            whole.add(completed(connection, table, row, stored.get(row.row().symbolicKey())));
        }
        setAsideNew(connection, table, whole, tally);
        if (stored.isEmpty()) {
            return Set.of();
        }
        List<Key> keys = stored.values().stream().map(Withdrawn::key).toList();
        Departed departed = Departed.nobody();
        bereavement.depart(connection, table, keys, departed);
        bereavement.settle(connection, departed, tally);
        return Set.of(WaitKey.anyIn(table.id()));
    }

    /** The row with what is known of it elsewhere: the quarantine has the newest values, then the target. */
    private Refused completed(Connection connection, TargetTable table, Refused refused, @Nullable Withdrawn stored)
            throws SQLException {
        PendingRow row = refused.row();
        Row values = row.row();
        if (!values.isComplete()) {
            Optional<PendingRow> waiting = quarantine.find(connection, table.id(), row.symbolicKey());
            values = waiting.isPresent() ? values.over(waiting.get().row()) : values;
        }
        if (stored != null) {
            values = values.over(stored.row().row());
            values = table.givenIds() ? withId(values, table, stored.row().row()) : values;
        }
        return new Refused(row.with(values), refused.reason(), refused.waitsFor());
    }

    // The id that a row was written with counts, whatever became of the legacy column.
    private static Row withId(Row row, TargetTable table, Row stored) {
        int index = table.columns().indexOf(table.key().names().get(0));
        @Nullable Object[] values = new @Nullable Object[row.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == index && row.value(i) instanceof Lookup ? stored.value(i) : row.value(i);
        }
        return Row.of(row.columns(), values);
    }

    /** What the target holds of these rows, by their symbolic keys. */
    private Map<Key, Withdrawn> stored(
            Connection connection, TargetTable table, List<Refused> refused, Set<Key> written) throws SQLException {
        Map<Key, Withdrawn> stored = new LinkedHashMap<>();
        if (table.account().isPresent()) {
            // An account stays: somebody may be signed in.
            return stored;
        }
        Map<Key, Origin> origins = new HashMap<>();
        refused.forEach(row -> origins.put(row.row().symbolicKey(), row.row().origin()));
        origins.keySet().removeAll(RowRemover.ofForeignAccounts(connection, table, origins));
        Map<Key, Key> concrete = new HashMap<>(resolution.resolveKeys(connection, List.copyOf(origins.keySet())));
        concrete.values().removeIf(written::contains);
        if (concrete.isEmpty() || !mayHold(connection, table, concrete.values())) {
            return stored;
        }
        Set<Key> seen = new HashSet<>();
        for (Map.Entry<Key, Key> row : concrete.entrySet()) {
            for (Withdrawn found : Objects.requireNonNullElse(
                    read(connection, table, List.of(row.getValue())), List.<Withdrawn>of())) {
                if (seen.add(found.key())) {
                    stored.put(row.getKey(), found);
                }
            }
        }
        return stored;
    }

    /** Whether the target may hold any of these rows; most refused rows are new. */
    private boolean mayHold(Connection connection, TargetTable table, Collection<Key> keys) throws SQLException {
        List<Withdrawn> found = read(connection, table, List.copyOf(keys));
        return found == null || !found.isEmpty();
    }

    /** Rows of the target; null where a key is nothing that the target's type can hold. */
    private @Nullable List<Withdrawn> read(Connection connection, TargetTable table, List<Key> keys)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            List<Withdrawn> found = withdrawal.read(connection, table, keys);
            connection.releaseSavepoint(before);
            return found;
        } catch (SQLException e) {
            if (!refusals.isData(e)) {
                throw e;
            }
            connection.rollback(before);
            return null;
        }
    }
}
