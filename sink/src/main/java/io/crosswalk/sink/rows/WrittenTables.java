package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.Account.WithoutMatch;
import io.crosswalk.postgres.Catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The target tables of a mapping, each with its writer. Immutable. */
public final class WrittenTables {

    private final Map<TableId, TargetTable> tables = new HashMap<>();
    private final Map<TableId, TableWriter> writers = new HashMap<>();
    private final Set<TableId> asked = new HashSet<>();
    private final Set<TableId> guaranteed = new HashSet<>();

    public WrittenTables(List<TargetTable> mapped, Catalog catalog) {
        for (TargetTable table : mapped) {
            tables.put(table.id(), table);
            writers.put(
                    table.id(), new TableWriter(table, catalog.table(table.id()).orElseThrow()));
            asked.addAll(table.readsFrom());
            table.references()
                    .forEach(reference -> (reference.guaranteed() ? guaranteed : asked).add(reference.parent()));
            table.embedded().forEach(column -> column.places().forEach(place -> asked.add(place.parent())));
        }
    }

    public TargetTable table(TableId id) {
        return Objects.requireNonNull(tables.get(id), () -> "no mapping writes " + id);
    }

    public TableWriter writer(TableId id) {
        return Objects.requireNonNull(writers.get(id), () -> "no mapping writes " + id);
    }

    /** True where users without an e-mail address get no account. */
    public boolean mayLeaveOutUsers() {
        return tables.values().stream()
                .flatMap(table -> table.account().stream())
                .anyMatch(account -> account.withoutMatch() == WithoutMatch.SKIP);
    }

    /** True when look-ups or references of some row may ask this table, so that others wait for its rows. */
    public boolean isAsked(TableId id) {
        return asked.contains(id);
    }

    /** True when references of some row lead to this table of which the source guarantees that they lead somewhere. */
    public boolean isGuaranteed(TableId id) {
        return guaranteed.contains(id);
    }
}
