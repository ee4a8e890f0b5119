package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.pipeline.TableId;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Tells the tables whose rows may be written without a tenant: those with a row for which every way may be NULL, and those that lead to
 * one of them, because they have no tenant when that row has none. Belongs to one thread.
 */
public final class Tenantless {

    private final SortedMap<TableId, Route> routes;
    private final Map<TableId, Boolean> known;

    private Tenantless(SortedMap<TableId, Route> routes, Map<TableId, Boolean> settled) {
        this.routes = routes;
        this.known = new HashMap<>(settled);
    }

    /**
     * The tables.
     *
     * @param settled tables of which it is known already, whatever their routes say
     */
    public static Set<TableId> of(SortedMap<TableId, Route> routes, Map<TableId, Boolean> settled) {
        Tenantless search = new Tenantless(routes, settled);
        Set<TableId> tables = new TreeSet<>();
        routes.keySet().stream().filter(search::mayBe).forEach(tables::add);
        return tables;
    }

    private boolean mayBe(TableId table) {
        Boolean answer = known.get(table);
        if (answer == null) {
            Route route = routes.get(table);
            answer = route != null
                    && (route.ways().stream().allMatch(Hop::nullable)
                            || route.ways().stream().anyMatch(hop -> mayBe(hop.parent())));
            known.put(table, answer);
        }
        return answer;
    }
}
