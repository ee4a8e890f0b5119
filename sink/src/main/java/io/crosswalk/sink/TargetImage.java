package io.crosswalk.sink;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.accounts.linking.AccountLinker;
import io.crosswalk.sink.accounts.linking.AccountLinker.Link;
import io.crosswalk.sink.accounts.linking.SkippedUsers;
import io.crosswalk.sink.lookups.LookupResolver;
import io.crosswalk.sink.lookups.RowResolution;
import io.crosswalk.sink.rows.PendingRow;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What target tables should hold for given mapped rows: their look-ups resolved against the target as it is now, nothing written. For
 * comparing. One thread.
 */
public final class TargetImage {

    private final RowResolution resolution;
    private final Predicate<TableId> lacking;

    public TargetImage(Catalog target) {
        this(target, table -> false);
    }

    /** @param lacking whether rows of a target table wait in the quarantine, so that those which refer to them have to wait too */
    public TargetImage(Catalog target, Predicate<TableId> lacking) {
        this.resolution = new RowResolution(new LookupResolver(target), true);
        this.lacking = lacking;
    }

    /**
     * @param rows rows that should be there, as text
     * @param symbolicKeys the keys of these rows as the transform writes them, in the same order
     * @param refused how many cannot be there, and belong into the quarantine
     * @param foreign how many belong to accounts that the migration does not write: it found them, or their service writes them
     */
    public record Expected(List<Row> rows, List<Key> symbolicKeys, long refused, long foreign) {}

    /** Resolves mapped rows of one table. */
    public Expected expect(Connection target, TargetTable table, List<Change.Upsert> upserts) throws SQLException {
        List<PendingRow> all = upserts.stream()
                .map(upsert -> new PendingRow(
                        upsert.table(),
                        upsert.operation(),
                        upsert.key(),
                        asking(table, upsert.row()),
                        Objects.requireNonNull(upsert.origin(), "a target change knows its origin")))
                .toList();
        List<PendingRow> pending = SkippedUsers.leaveOut(target, all);
        List<PendingRow> ours = new ArrayList<>(pending);
        long foreign = 0;
        long unlinked = 0;
        if (table.account().isPresent()) {
            TargetTable.Account account = table.account().get();
            Map<String, Link> links = links(target, table, pending);
            ours.removeIf(row -> !AccountLinker.userOf(row.row())
                    .map(links::get)
                    .map(link -> link.created() && !account.isWrittenByService())
                    .orElse(false));
            foreign = links.values().stream()
                    .filter(link -> !link.created() || account.isWrittenByService())
                    .count();
            unlinked = pending.size() - ours.size() - foreign;
        }
        RowResolution.Result result = resolution.resolve(target, table, ours, true);
        return new Expected(
                result.ready().stream().map(PendingRow::row).toList(),
                result.ready().stream().map(PendingRow::symbolicKey).toList(),
                result.refused().size() + unlinked,
                foreign);
    }

    /** The row with questions for the guaranteed parents that may have been refused. */
    private Row asking(TargetTable table, Row row) {
        List<ParentReference> doubtful = table.references().stream()
                .filter(reference -> reference.guaranteed() && lacking.test(reference.parent()))
                .toList();
        if (doubtful.isEmpty()) {
            return row;
        }
        @Nullable Object[] values = new @Nullable Object[row.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.value(i);
        }
        for (ParentReference reference : doubtful) {
            int index = row.columns().indexOf(reference.column());
            if (values[index] instanceof String id) {
                values[index] = reference.lookup(id);
            }
        }
        return Row.of(row.columns(), values);
    }

    private static Map<String, Link> links(Connection target, TargetTable table, List<PendingRow> rows)
            throws SQLException {
        List<String> users = rows.stream()
                .flatMap(row -> AccountLinker.userOf(row.row()).stream())
                .toList();
        return AccountLinker.links(target, table.account().orElseThrow().space(), users);
    }
}
