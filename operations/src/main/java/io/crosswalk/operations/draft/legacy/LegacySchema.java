package io.crosswalk.operations.draft.legacy;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The legacy tables that a draft has to decide about. Immutable.
 *
 * @param defaultSchema the schema whose tables are named without it
 * @param tables by name
 * @param leftBehind tables of these that cannot or should not be migrated, and why
 * @param remarks what a reader of the draft should know about a table before its columns
 * @param unseen what was left out altogether, a sentence each
 */
public record LegacySchema(
        String defaultSchema,
        SortedMap<TableId, CatalogTable> tables,
        Map<TableId, String> leftBehind,
        Map<TableId, List<String>> remarks,
        List<String> unseen) {

    public LegacySchema {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        leftBehind = Map.copyOf(leftBehind);
        remarks = Map.copyOf(remarks);
        unseen = List.copyOf(unseen);
    }

    public CatalogTable table(TableId id) {
        return Objects.requireNonNull(tables.get(id), id::toString);
    }

    /** Leaves further tables behind: those that an edited file skips. */
    public LegacySchema leaving(Map<TableId, String> more) {
        Map<TableId, String> all = new TreeMap<>(leftBehind);
        more.forEach((id, reason) -> {
            if (tables.containsKey(id)) {
                all.put(id, reason);
            }
        });
        return new LegacySchema(defaultSchema, tables, all, remarks, unseen);
    }

    /** The same with another default schema: the one that an edited file names. */
    public LegacySchema named(String schema) {
        return new LegacySchema(schema, tables, leftBehind, remarks, unseen);
    }

    public boolean isMigrated(TableId id) {
        return tables.containsKey(id) && !leftBehind.containsKey(id);
    }

    /** Whether a table is left behind because nothing names its rows. */
    public boolean lacksKey(TableId id) {
        return LeftBehind.NO_KEY.equals(leftBehind.get(id));
    }

    /** The tables that are left behind because nothing names their rows. */
    public List<CatalogTable> keyless() {
        return tables.values().stream().filter(table -> lacksKey(table.id())).toList();
    }

    /** The tables that are migrated, by name. */
    public Collection<CatalogTable> migrated() {
        return tables.values().stream().filter(table -> isMigrated(table.id())).toList();
    }

    /** The one column that is the whole key of a table; empty for composite keys. */
    public Optional<String> soleKey(TableId id) {
        CatalogTable table = tables.get(id);
        return table == null || table.identity().size() != 1
                ? Optional.empty()
                : Optional.of(table.identity().get(0));
    }

    /** A table as a mapping names it. A name that holds a dot needs its schema. */
    public String written(TableId id) {
        boolean plain = id.schema().equals(defaultSchema) && id.name().indexOf('.') < 0;
        return plain ? id.name() : id.toString();
    }

    /** The table that a user means: as a mapping names it, or only by the name of a single table, whatever its case. */
    public Optional<TableId> find(String name) {
        Optional<TableId> exact =
                tables.keySet().stream().filter(id -> written(id).equals(name)).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        List<TableId> like = tables.keySet().stream()
                .filter(id -> id.name().equalsIgnoreCase(name) || id.toString().equalsIgnoreCase(name))
                .toList();
        return like.size() == 1 ? Optional.of(like.get(0)) : Optional.empty();
    }
}
