package io.crosswalk.app.resync;

import io.crosswalk.app.migration.preparation.MigrationSettings;
import io.crosswalk.app.migration.preparation.Preparation;
import io.crosswalk.connector.snapshot.Snapshot;
import io.crosswalk.connector.snapshot.SnapshotReader;
import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Origin;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.sink.SurplusQuarantine;
import io.crosswalk.sink.SurplusRows;
import io.crosswalk.sink.backfill.ChunkLoader;
import io.crosswalk.sink.quarantine.QuarantineView;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes rows out of the target whose legacy rows are gone. Tables that may hold rows of others too, such as accounts, are asked for legacy
 * users that the migration linked and that are gone; all others for rows that no legacy row stands for.
 */
final class Surplus {

    private static final int PORTION = 5_000;

    private final MigrationSettings settings;
    private final Preparation preparation;
    private final Snapshot snapshot;
    private final Ranges ranges;
    private final boolean dryRun;

    Surplus(MigrationSettings settings, Preparation preparation, Snapshot snapshot, Ranges ranges, boolean dryRun) {
        this.settings = settings;
        this.preparation = preparation;
        this.snapshot = snapshot;
        this.ranges = ranges;
        this.dryRun = dryRun;
    }

    /**
     * Looks at the target tables of these legacy tables.
     *
     * @return how many rows, or users with all their rows, are or would be taken out
     */
    long remove(Set<TableId> legacyTables) throws SQLException, InterruptedException {
        long removed = 0;
        try (Connection target = settings.target().connect("crosswalk resync " + settings.name())) {
            for (TargetTable table : preparation.transform().targets()) {
                List<SourceTable> feeding = feeding(table, legacyTables);
                if (!feeding.isEmpty() && table.account().isEmpty()) {
                    removed += removeRows(target, table, feeding);
                }
            }
            for (SourceTable table : preparation.sources()) {
                if (legacyTables.contains(table.id()) && hasAccounts(table)) {
                    removed += removeUsers(target, table);
                }
            }
            Map<String, Long> waiting = QuarantineView.counts(target, settings.name());
            for (TargetTable table : preparation.transform().targets()) {
                List<SourceTable> feeding = feeding(table, legacyTables);
                if (!feeding.isEmpty() && waiting.containsKey(table.id().toString())) {
                    removed += removeWaiting(target, table, feeding);
                }
            }
        }
        return removed;
    }

    // A table that other legacy tables feed too can only be looked at with all of them.
    private List<SourceTable> feeding(TargetTable table, Set<TableId> legacyTables) {
        List<TableId> feeding = settings.mapping().tables().stream()
                .filter(mapped ->
                        mapped.outputs().stream().map(TargetMapping::table).anyMatch(table.id()::equals))
                .map(TableMapping::source)
                .toList();
        return feeding.stream().noneMatch(legacyTables::contains)
                ? List.of()
                : preparation.sources().stream()
                        .filter(source -> feeding.contains(source.id()))
                        .toList();
    }

    private long removeRows(Connection target, TargetTable table, List<SourceTable> feeding)
            throws SQLException, InterruptedException {
        target.setAutoCommit(false);
        SurplusRows surplus = SurplusRows.in(
                target, table, preparation.target().table(table.id()).orElseThrow());
        for (SourceTable source : feeding) {
            ranges.expected(target, source, (written, rows) -> {
                if (written.id().equals(table.id())) {
                    surplus.expect(rows);
                }
            });
        }
        target.commit();
        target.setAutoCommit(true);
        long removed = 0;
        List<Key> keys = surplus.keys(dryRun ? Integer.MAX_VALUE : PORTION);
        while (!keys.isEmpty()) {
            removed += keys.size();
            if (dryRun) {
                break;
            }
            apply(keys.stream()
                    .<Change>map(key -> new Change.Delete(
                            table.id(), key, new Origin(feeding.get(0).id(), key.text())))
                    .toList());
            List<Key> left = surplus.keys(PORTION);
            if (left.equals(keys)) {
                throw SinkException.lasting(
                        "rows of " + table.id() + " that no legacy row stands for cannot be deleted", null);
            }
            keys = left;
        }
        return removed;
    }

    private long removeWaiting(Connection target, TargetTable table, List<SourceTable> feeding)
            throws SQLException, InterruptedException {
        target.setAutoCommit(false);
        SurplusQuarantine surplus = SurplusQuarantine.in(target, settings.name(), table.id());
        for (SourceTable source : feeding) {
            ranges.changes(
                    source,
                    changes -> surplus.know(changes.stream()
                            .filter(change -> change.table().equals(table.id()))
                            .flatMap(change ->
                                    change instanceof Change.Upsert upsert ? Stream.of(upsert.key()) : Stream.of())
                            .toList()));
        }
        long removed;
        if (dryRun) {
            removed = surplus.count();
        } else {
            preparation.sink().seat().verify(target);
            removed = surplus.remove();
        }
        target.commit();
        target.setAutoCommit(true);
        return removed;
    }

    private boolean hasAccounts(SourceTable table) {
        String space = settings.mapping().space(table.id());
        return preparation.transform().targets().stream()
                .flatMap(target -> target.account().stream())
                .anyMatch(account -> account.space().equals(space));
    }

    private long removeUsers(Connection target, SourceTable table) throws SQLException, InterruptedException {
        long removed = 0;
        try (SnapshotReader reader = SnapshotReader.open(preparation.source(), snapshot)) {
            String last = "";
            List<String> users = users(target, table, last);
            while (!users.isEmpty()) {
                List<Change> changes = new ArrayList<>();
                Set<String> gone = reader.missing(table, users);
                gone.forEach(user -> changes.addAll(
                        preparation.transform().apply(new Change.Delete(table.id(), Key.of(table.key(), user), null))));
                removed += gone.size();
                if (!dryRun && !changes.isEmpty()) {
                    apply(changes);
                }
                last = users.get(users.size() - 1);
                users = users(target, table, last);
            }
        }
        return removed;
    }

    private List<String> users(Connection target, SourceTable table, String after) throws SQLException {
        String sql =
                "SELECT old_id FROM crosswalk.id_mappings WHERE table_name = ? AND old_id > ? ORDER BY old_id LIMIT "
                        + PORTION;
        List<String> users = new ArrayList<>();
        try (PreparedStatement statement = target.prepareStatement(sql)) {
            statement.setString(1, settings.mapping().space(table.id()));
            statement.setString(2, after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    users.add(rows.getString(1));
                }
            }
        }
        return users;
    }

    private void apply(List<Change> changes) throws SQLException {
        try (ChunkLoader loader = ChunkLoader.overwriting(preparation.sink(), preparation.target())) {
            loader.apply(changes);
            Failpoint.SURPLUS_REMOVED.reached();
        }
    }
}
