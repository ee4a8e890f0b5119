package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.references.Doubts;
import io.crosswalk.sink.references.Doubts.EmbeddedEdge;
import io.crosswalk.sink.references.EmbeddedParents;
import io.crosswalk.sink.removal.Withdrawal;
import io.crosswalk.sink.removal.Withdrawal.Withdrawn;
import io.crosswalk.sink.rows.PendingRow;
import io.crosswalk.sink.rows.Tally;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes rows of the target once more whose ids among others have lost a parent, or got one: each id is looked up anew, so that the
 * policy of its column decides what becomes of the row. One thread.
 */
final class Rewriting {

    private final EmbeddedParents parents;
    private final Doubts doubts;
    private final Withdrawal withdrawal;
    private final Release release;

    Rewriting(EmbeddedParents parents, Doubts doubts, Withdrawal withdrawal, Release release) {
        this.parents = parents;
        this.doubts = doubts;
        this.withdrawal = withdrawal;
        this.release = release;
    }

    /** Settles the doubts about ids among others. */
    void settle(Connection connection, Tally tally) throws SQLException {
        for (EmbeddedEdge edge : doubts.takeEmbeddedSweeping()) {
            sweep(connection, edge.child(), edge.column(), tally);
        }
        settleUrgent(connection, tally);
        settle(connection, doubts.takeEmbedded(), tally);
    }

    /** Settles the doubts that cannot wait, see {@code MissingParents.settleUrgent}. */
    void settleUrgent(Connection connection, Tally tally) throws SQLException {
        settle(connection, doubts.takeEmbeddedUrgent(), tally);
    }

    private void settle(Connection connection, Map<EmbeddedEdge, Set<String>> suspects, Tally tally)
            throws SQLException {
        for (Map.Entry<EmbeddedEdge, Set<String>> entry : suspects.entrySet()) {
            EmbeddedEdge edge = entry.getKey();
            List<String> missing = parents.missing(connection, edge, entry.getValue());
            if (!missing.isEmpty()) {
                all(connection, edge.child(), after -> parents.holding(connection, edge, missing, after), tally);
            }
        }
    }

    /**
     * A user has got another id: rows that name the former one among others name nobody from now on. Changes that follow may name the new
     * one, and bring back what is taken out here.
     */
    void renamed(Connection connection, String space, String accountId, String formerUser, Tally tally)
            throws SQLException {
        withdrawal.rename(Map.of(accountId, formerUser));
        try {
            for (EmbeddedEdge edge : doubts.embedded(space)) {
                all(
                        connection,
                        edge.child(),
                        after -> parents.holding(connection, edge, List.of(accountId), after),
                        tally);
            }
        } finally {
            withdrawal.rename(Map.of());
        }
    }

    /** Looks at every id of a column. */
    void sweep(Connection connection, TargetTable child, EmbeddedReferences column, Tally tally) throws SQLException {
        all(connection, child, after -> parents.lacking(connection, child, column, after), tally);
    }

    /** Pages of keys. */
    private interface Pages {
        List<Key> after(@Nullable Key last) throws SQLException;
    }

    private void all(Connection connection, TargetTable child, Pages pages, Tally tally) throws SQLException {
        for (List<Key> keys = pages.after(null); !keys.isEmpty(); keys = pages.after(keys.get(keys.size() - 1))) {
            List<PendingRow> rows = withdrawal.read(connection, child, keys).stream()
                    .map(Withdrawn::row)
                    .toList();
            release.rewrite(connection, rows, tally);
        }
    }
}
