package io.crosswalk.operations.draft.tenancy;

import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses, for every table from which a path of references leads to the tenants, along which it finds its tenant: the shortest path, of
 * equally short ones the one with fewer NULLable columns. Where the first column of it may be NULL, the others follow as alternatives, as
 * long as no two tables wait for each other's tenant. Belongs to one thread.
 */
public final class RouteSearch {

    /** How far it is: references first, then how many of them may be missing. */
    private record Distance(int references, int nullable) implements Comparable<Distance> {

        private static final Comparator<Distance> ORDER =
                Comparator.comparingInt(Distance::references).thenComparingInt(Distance::nullable);

        Distance plus(Hop hop) {
            return new Distance(references + 1, nullable + (hop.nullable() ? 1 : 0));
        }

        @Override
        public int compareTo(Distance other) {
            return ORDER.compare(this, other);
        }
    }

    private final ReferenceGraph graph;
    private final TableId tenants;
    private final String tenantColumn;
    private final Map<TableId, Distance> distances = new HashMap<>();
    private final SortedMap<TableId, List<Hop>> ways = new TreeMap<>();
    private final Map<TableId, Boolean> nowhere = new HashMap<>();

    private RouteSearch(ReferenceGraph graph, TableId tenants, String tenantColumn) {
        this.graph = graph;
        this.tenants = tenants;
        this.tenantColumn = tenantColumn;
    }

    /**
     * The routes of all tables that have one; the tenants' own table needs none.
     *
     * @param tenantColumn what the column is called in the target: of equally good columns, the one of that name is taken
     */
    public static SortedMap<TableId, Route> routes(ReferenceGraph graph, TableId tenants, String tenantColumn) {
        return new RouteSearch(graph, tenants, tenantColumn).run();
    }

    private SortedMap<TableId, Route> run() {
        measure();
        // All first choices before any alternative: they get nearer with every step, so they cannot form a circle.
        new TreeSet<>(distances.keySet())
                .stream()
                        .filter(table -> !table.equals(tenants))
                        .forEach(table -> ways.put(
                                table, new ArrayList<>(List.of(sorted(table).get(0)))));
        ways.forEach(this::addAlternatives);
        SortedMap<TableId, Route> routes = new TreeMap<>();
        ways.forEach((table, own) -> {
            PathList paths = PathList.of(graph, table, tenants, distances.keySet());
            routes.put(table, new Route(own, paths.paths(), paths.more(), mayLeadNowhere(table)));
        });
        return routes;
    }

    private void measure() {
        distances.put(tenants, new Distance(0, 0));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<Hop> hops : graph.hops().values()) {
                for (Hop hop : hops) {
                    changed |= improve(hop);
                }
            }
        }
    }

    private boolean improve(Hop hop) {
        Distance parent = distances.get(hop.parent());
        if (parent == null || hop.table().equals(tenants)) {
            return false;
        }
        Distance found = parent.plus(hop);
        Distance known = distances.get(hop.table());
        if (known != null && known.compareTo(found) <= 0) {
            return false;
        }
        distances.put(hop.table(), found);
        return true;
    }

    /** The references of a table that lead on, the best first. The sort is stable: columns of equal worth stay in catalog order. */
    private List<Hop> sorted(TableId table) {
        return graph.from(table).stream()
                .filter(hop -> distances.containsKey(hop.parent()))
                .sorted(Comparator.<Hop, Distance>comparing(hop -> Objects.requireNonNull(distances.get(hop.parent()))
                                .plus(hop))
                        .thenComparing(hop -> !SnakeCase.of(hop.column()).equals(tenantColumn)))
                .toList();
    }

    private void addAlternatives(TableId table, List<Hop> own) {
        for (Hop hop : sorted(table)) {
            boolean closed = !own.get(own.size() - 1).nullable();
            if (!closed && !own.contains(hop) && !dependsOn(hop.parent(), table, new HashSet<>())) {
                own.add(hop);
            }
        }
    }

    /** Whether the tenant of one table's rows may be asked of another's, directly or not. */
    private boolean dependsOn(TableId table, TableId other, Set<TableId> seen) {
        return table.equals(other)
                || seen.add(table)
                        && ways.getOrDefault(table, List.of()).stream()
                                .anyMatch(hop -> dependsOn(hop.parent(), other, seen));
    }

    private boolean mayLeadNowhere(TableId table) {
        if (table.equals(tenants)) {
            return false;
        }
        Boolean known = nowhere.get(table);
        if (known == null) {
            known = Objects.requireNonNull(ways.get(table)).stream()
                    .allMatch(hop -> hop.nullable() || mayLeadNowhere(hop.parent()));
            nowhere.put(table, known);
        }
        return known;
    }
}
