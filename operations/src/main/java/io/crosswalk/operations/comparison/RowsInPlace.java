package io.crosswalk.operations.comparison;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.TargetImage;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.secrets.Sealer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Tells whether the target holds what legacy rows should give, by mapping them again; secrets are opened. Safe for several threads, each
 * with a connection of its own, which is not in auto-commit mode.
 */
public final class RowsInPlace {

    private final MappedTransform transform;
    private final Map<TableId, TargetTable> targets = new HashMap<>();
    private final Catalog catalog;
    private final Sealer sealer;

    /**
     * @param catalog the target's tables, {@code crosswalk.id_mappings} included
     * @param sealer opens what the target holds
     */
    public RowsInPlace(Mapping mapping, UUID namespace, List<SourceTable> sources, Catalog catalog, Sealer sealer) {
        this.transform = MappedTransform.of(mapping, sources, namespace, new RevealingSealer());
        this.transform.targets().forEach(table -> targets.put(table.id(), table));
        this.catalog = catalog;
        this.sealer = sealer;
    }

    /** What rows of one legacy table should be in each target table, resolved as the target is now; what cannot be is left out. */
    public Map<TargetTable, TargetImage.Expected> expected(Connection held, SourceTable table, List<Row> rows)
            throws SQLException {
        Map<TableId, List<Upsert>> byTarget = new LinkedHashMap<>();
        for (Row row : rows) {
            for (Change change :
                    transform.apply(new Upsert(table.id(), Operation.INSERT, row.key(table.key()), null, row, null))) {
                if (change instanceof Upsert upsert) {
                    byTarget.computeIfAbsent(upsert.table(), target -> new ArrayList<>())
                            .add(upsert);
                }
            }
        }
        TargetImage image = new TargetImage(catalog);
        Map<TargetTable, TargetImage.Expected> expected = new LinkedHashMap<>();
        for (Map.Entry<TableId, List<Upsert>> entry : byTarget.entrySet()) {
            TargetTable written = Objects.requireNonNull(targets.get(entry.getKey()));
            expected.put(written, image.expect(held, written, entry.getValue()));
        }
        return expected;
    }

    /** True when every row is there with every value; a row that belongs into the quarantine never is. */
    public boolean hold(Connection held, Map<TargetTable, TargetImage.Expected> expected) throws SQLException {
        for (Map.Entry<TargetTable, TargetImage.Expected> entry : expected.entrySet()) {
            RowComparator comparator = new RowComparator(
                    entry.getKey(), catalog.table(entry.getKey().id()).orElseThrow(), sealer);
            if (entry.getValue().refused() > 0) {
                return false;
            }
            RowComparator.Outcome outcome =
                    comparator.compare(held, entry.getValue().rows());
            if (outcome.refused() > 0 || !outcome.differences().isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
