package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which rows lead to which: the references to tables whose key is one column. References of a table to itself lead nowhere and are left
 * out. Immutable.
 *
 * @param hops from each table, in the order of its columns
 */
public record ReferenceGraph(Map<TableId, List<Hop>> hops) {

    public ReferenceGraph {
        hops = Map.copyOf(hops);
    }

    public static ReferenceGraph of(LegacySchema schema, References references) {
        Map<TableId, List<Hop>> hops = new TreeMap<>();
        for (CatalogTable table : schema.migrated()) {
            List<Hop> own = new ArrayList<>();
            for (Column column : table.columns()) {
                references
                        .of(table.id(), column.name())
                        .filter(parent -> !column.generated() && !parent.equals(table.id()))
                        .filter(parent -> schema.soleKey(parent).isPresent())
                        .ifPresent(parent -> own.add(new Hop(table.id(), column.name(), !column.notNull(), parent)));
            }
            hops.put(table.id(), List.copyOf(own));
        }
        return new ReferenceGraph(hops);
    }

    /** The same without what leads to some tables: those whose rows do not know their tenant. */
    public ReferenceGraph without(Set<TableId> parents) {
        Map<TableId, List<Hop>> rest = new TreeMap<>();
        hops.forEach((table, own) -> rest.put(
                table,
                own.stream().filter(hop -> !parents.contains(hop.parent())).toList()));
        return new ReferenceGraph(rest);
    }

    public List<Hop> from(TableId table) {
        return hops.getOrDefault(table, List.of());
    }

    /** The tables from which a path leads to a table, without itself. */
    public Set<TableId> leadingTo(TableId table) {
        Map<TableId, Set<TableId>> children = new TreeMap<>();
        hops.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Hop::parent))
                .forEach((parent, own) ->
                        children.put(parent, own.stream().map(Hop::table).collect(Collectors.toSet())));
        Set<TableId> found = new TreeSet<>();
        Deque<TableId> open = new ArrayDeque<>(List.of(table));
        while (!open.isEmpty()) {
            for (TableId child : children.getOrDefault(open.removeFirst(), Set.of())) {
                if (found.add(child)) {
                    open.add(child);
                }
            }
        }
        found.remove(table);
        return found;
    }
}
