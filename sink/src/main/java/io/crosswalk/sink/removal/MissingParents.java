package io.crosswalk.sink.removal;

import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.quarantine.Refused;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.references.AwaitedParents;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.Doubts.Edge;
import io.crosswalk.sink.references.Doubts.Suspects;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.KeyText;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.rows.WrittenTables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static io.crosswalk.postgres.Identifiers.quote;
import static java.util.stream.Collectors.joining;

/**
 * Does with doubtful references what the mapping says: writes null and remembers the parent, or sets the row aside with everything that
 * hangs on it, or stops. Set by set, because a batch makes many references and few are missing. One thread.
 */
public final class MissingParents {

    /** Values, or rows, in one go. */
    private static final int PAGE = 1_000;

    private final Catalog catalog;
    private final Doubts doubts;
    private final Withdrawal withdrawal;
    private final Bereavement bereavement;
    private final Quarantine quarantine;
    private final UnlinkedUsers unlinked = new UnlinkedUsers();

    public MissingParents(Catalog catalog, Doubts doubts, Withdrawal withdrawal, RowPlaces places) {
        this.catalog = catalog;
        this.doubts = doubts;
        this.withdrawal = withdrawal;
        this.bereavement = places.bereavement();
        this.quarantine = places.quarantine();
    }

    /** Where rows can be. */
    public record RowPlaces(WrittenTables tables, RowTraces traces, Bereavement bereavement, Quarantine quarantine) {}

    /**
     * Settles every doubt, and those that arise from it.
     *
     * @param strict whether a parent that must be there has to be there by now; else its children wait in the quarantine
     */
    public void settle(Connection connection, boolean strict, Tally tally) throws SQLException {
        while (doubts.areAboutWholeColumns()) {
            for (Edge edge : doubts.takeSweeping()) {
                sweep(connection, edge, strict, tally);
            }
            settleUrgent(connection, tally);
            settle(connection, doubts.take(), strict, tally);
        }
    }

    /**
     * Settles the doubts that cannot wait. To be called when ids are not recorded any more, and before anything is written: who has such
     * an id next would overwrite the rows that are keyed by it, and take over those that name it.
     */
    public void settleUrgent(Connection connection, Tally tally) throws SQLException {
        settle(connection, doubts.takeUrgent(), false, tally);
    }

    private void settle(Connection connection, Map<Edge, Suspects> suspects, boolean strict, Tally tally)
            throws SQLException {
        for (Map.Entry<Edge, Suspects> entry : suspects.entrySet()) {
            Edge edge = entry.getKey();
            if (isGuaranteed(connection, edge)) {
                continue;
            }
            List<String> missing = missing(connection, edge, entry.getValue().values());
            settle(connection, edge, missing, entry.getValue().users(), strict, tally);
            unlinked.add(edge, missing, entry.getValue().users());
        }
    }

    /** The {@link WaitKey}s of accounts that were given up since the last time, and that somebody has again. */
    public Set<String> returned(Connection connection) throws SQLException {
        return unlinked.returned(connection);
    }

    /**
     * A user gets another id: who names the former one names nobody from now on. To be called while the link is known by the former one.
     * Changes that follow may name the new one, and bring back what is taken out here.
     */
    public void renaming(Connection connection, String space, String accountId, String user, Tally tally)
            throws SQLException {
        for (Edge edge : doubts.edges()) {
            if (edge.isTo(space)) {
                settle(connection, edge, List.of(accountId), Map.of(accountId, user), false, tally);
            }
        }
    }

    /** Whether every parent that the source has is in the target. */
    private boolean isGuaranteed(Connection connection, Edge edge) throws SQLException {
        return edge.reference().guaranteed()
                && !quarantine.holdsRowsOf(connection, edge.reference().parent());
    }

    /** Looks at every value of a column. */
    public void sweep(Connection connection, Edge edge, boolean strict, Tally tally) throws SQLException {
        // Accounts are looked up when a row is written.
        if (edge.reference().space().isPresent() || isGuaranteed(connection, edge)) {
            return;
        }
        String column = "c." + quote(edge.reference().column());
        String sql = "SELECT DISTINCT " + column + "::text FROM "
                + quote(edge.child().id()) + " AS c WHERE " + column
                + " IS NOT NULL AND NOT EXISTS (SELECT FROM "
                + quote(edge.reference().parent()) + " AS p WHERE p."
                + quote(edge.reference().parentColumn()) + " = " + column + ") LIMIT " + PAGE;
        while (true) {
            List<String> missing = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            settle(connection, edge, missing, Map.of(), strict, tally);
        }
    }

    private List<String> missing(Connection connection, Edge edge, Set<String> values) throws SQLException {
        ParentReference reference = edge.reference();
        String sql = "SELECT s.v FROM unnest(?::text[]) AS s (v) WHERE NOT EXISTS (SELECT FROM "
                + quote(reference.parent()) + " AS p WHERE p." + quote(reference.parentColumn()) + " = s.v::"
                + type(edge, reference.parentColumn())
                + (reference.space().isPresent() ? " AND p.table_name = ?)" : ")");
        List<String> missing = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", values.toArray()));
            if (reference.space().isPresent()) {
                statement.setString(2, reference.space().get());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
        }
        return missing;
    }

    private String type(Edge edge, String parentColumn) {
        return catalog.table(edge.reference().parent())
                .orElseThrow()
                .column(parentColumn)
                .orElseThrow()
                .castType();
    }

    private void settle(
            Connection connection,
            Edge edge,
            List<String> missing,
            Map<String, String> users,
            boolean strict,
            Tally tally)
            throws SQLException {
        if (missing.isEmpty()) {
            return;
        }
        if (edge.reference().absence() == Absence.NULL) {
            clear(connection, edge, missing, users);
            return;
        }
        for (List<Key> keys = children(connection, edge, missing);
                !keys.isEmpty();
                keys = children(connection, edge, missing)) {
            if (strict && edge.reference().absence() == Absence.FAIL) {
                throw SinkException.lasting(
                        edge.child().id() + " " + keys.get(0).text() + ": " + reason(edge)
                                + ", and the mapping says that this must stop the migration",
                        null);
            }
            withdraw(connection, edge, keys, tally);
        }
    }

    private static String reason(Edge edge) {
        return edge.reference().column() + ": no row in " + edge.reference().parent() + " that it refers to";
    }

    private void clear(Connection connection, Edge edge, List<String> missing, Map<String, String> users)
            throws SQLException {
        TargetTable child = edge.child();
        String column = quote(edge.reference().column());
        String sql = "WITH cleared AS (UPDATE " + quote(child.id()) + " AS c SET " + column
                + " = NULL FROM unnest(?::text[], ?::text[]) AS s (v, p) WHERE c." + column + " = s.v::"
                + childType(edge) + " RETURNING " + KeyText.of(child) + " AS k, s.p)"
                + " INSERT INTO crosswalk.awaited (table_name, row_key, column_name, waits_for, parent_key) SELECT ?, k, ?, "
                + AwaitedParents.waitKey(edge, "p") + ", p FROM cleared ON CONFLICT (table_name, row_key, column_name)"
                + " DO UPDATE SET waits_for = EXCLUDED.waits_for, parent_key = EXCLUDED.parent_key";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", missing.toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            missing.stream()
                                    .map(value -> users.getOrDefault(value, value))
                                    .toArray()));
            statement.setString(3, child.id().toString());
            statement.setString(4, edge.reference().column());
            statement.executeUpdate();
        }
    }

    private List<Key> children(Connection connection, Edge edge, List<String> missing) throws SQLException {
        TargetTable child = edge.child();
        String sql = "SELECT "
                + child.key().names().stream()
                        .map(column -> "c." + quote(column) + "::text")
                        .collect(joining(", "))
                + " FROM " + quote(child.id()) + " AS c WHERE c."
                + quote(edge.reference().column()) + " = ANY (?::"
                + childType(edge) + "[]) LIMIT " + PAGE;
        List<Key> keys = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", missing.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Object[] values = new Object[child.key().size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = rows.getString(i + 1);
                    }
                    keys.add(Key.of(child.key(), values));
                }
            }
        }
        return keys;
    }

    private String childType(Edge edge) {
        return catalog.table(edge.child().id())
                .orElseThrow()
                .column(edge.reference().column())
                .orElseThrow()
                .castType();
    }

    private void withdraw(Connection connection, Edge edge, List<Key> keys, Tally tally) throws SQLException {
        TargetTable child = edge.child();
        List<Refused> refused = new ArrayList<>();
        for (Withdrawn row : withdrawal.read(connection, child, keys)) {
            Set<String> waits = new HashSet<>(Set.of(waitKey(edge, row.row())));
            if (edge.reference().absence() == Absence.FAIL) {
                waits.add(WaitKey.PROMISED);
            }
            refused.add(new Refused(row.row(), reason(edge), waits));
        }
        Departed departed = Departed.nobody();
        bereavement.depart(connection, child, keys, departed);
        quarantine.put(connection, refused);
        tally.setAside(refused.size());
        bereavement.settle(connection, departed, tally);
    }

    private static String waitKey(Edge edge, PendingRow row) {
        Object value = row.row().value(edge.reference().column());
        if (value instanceof Lookup lookup) {
            return WaitKey.of(lookup.table(), lookup.key());
        }
        return WaitKey.anyIn(
                edge.reference().space().isPresent()
                        ? IdMappings.TABLE
                        : edge.reference().parent());
    }
}
