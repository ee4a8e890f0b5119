package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.row.TableId;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables whose rows may be written without a tenant: those with a row for which every way may be NULL, and those that lead to one of
 * them, because they have no tenant when that row has none. Immutable.
 */
public final class Tenantless {

    private final SortedMap<TableId, Route> routes;
    private final Map<TableId, Boolean> settled;
    private final Map<TableId, TableId> demands;
    private final Set<TableId> tables;

    private Tenantless(SortedMap<TableId, Route> routes, Map<TableId, Boolean> settled, Map<TableId, TableId> demands) {
        this.routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
        this.settled = Map.copyOf(settled);
        this.demands = Map.copyOf(demands);
        this.tables = Set.copyOf(tables());
    }

    /**
     * The tables.
     *
     * @param settled tables of which it is known already, whatever their routes say
     */
    public static Tenantless of(SortedMap<TableId, Route> routes, Map<TableId, Boolean> settled) {
        return new Tenantless(routes, settled, Map.of());
    }

    /**
     * The same where the rows of some tables must have a tenant. So must those that these have theirs through: one that may have none
     * passes that on. Where it is settled that such a parent may have none, nothing can be demanded.
     */
    public Tenantless demanding(Collection<TableId> strict) {
        SortedMap<TableId, TableId> all = new TreeMap<>();
        strict.stream().filter(table -> isOpen(table) && canHaveTenants(table)).forEach(table -> all.put(table, table));
        List.copyOf(all.keySet()).forEach(table -> demandOfParents(table, table, all));
        return new Tenantless(routes, settled, all);
    }

    /** Whether rows of a table may be written without a tenant. */
    public boolean contains(TableId table) {
        return tables.contains(table);
    }

    /** The table that demands that the rows of this one have a tenant, which is itself or one that leads to it. */
    public Optional<TableId> demandedBy(TableId table) {
        return Optional.ofNullable(demands.get(table));
    }

    private boolean isOpen(TableId table) {
        return routes.containsKey(table) && !settled.containsKey(table);
    }

    private boolean canHaveTenants(TableId table) {
        return !settled.getOrDefault(table, false) && parents(table).allMatch(this::canHaveTenants);
    }

    private void demandOfParents(TableId table, TableId by, Map<TableId, TableId> all) {
        parents(table)
                .filter(parent -> isOpen(parent) && all.putIfAbsent(parent, by) == null)
                .forEach(parent -> demandOfParents(parent, by, all));
    }

    private Stream<TableId> parents(TableId table) {
        return Stream.ofNullable(routes.get(table))
                .flatMap(route -> route.ways().stream().map(Hop::parent));
    }

    private Set<TableId> tables() {
        Map<TableId, Boolean> known = new HashMap<>(settled);
        demands.keySet().forEach(table -> known.put(table, false));
        return routes.keySet().stream()
                .filter(table -> mayBe(table, known))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean mayBe(TableId table, Map<TableId, Boolean> known) {
        Boolean answer = known.get(table);
        if (answer == null) {
            Route route = routes.get(table);
            answer = route != null
                    && (route.ways().stream().allMatch(Hop::nullable)
                            || route.ways().stream().anyMatch(hop -> mayBe(hop.parent(), known)));
            known.put(table, answer);
        }
        return answer;
    }
}
