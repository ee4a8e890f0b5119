package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.tenancy.Hop;
import io.crosswalk.operations.draft.tenancy.Route;
import io.crosswalk.operations.draft.text.YamlScalar;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a draft says about the tenant of a table. */
record TenantText(LegacySchema schema, Decisions decisions, TargetNames names) {

    /** The tenant rule as YAML; empty for tables without one. */
    Optional<String> rule(TableId table) {
        return decisions.route(table).map(route -> {
            List<String> ways =
                    new ArrayList<>(route.ways().stream().map(this::way).toList());
            if (decisions.mayHaveNoTenant(table)) {
                ways.add("null");
            }
            return ways.size() == 1 ? ways.get(0) : "[" + String.join(", ", ways) + "]";
        });
    }

    /** Whether a table has no tenant although there are tenants. */
    boolean isGlobal(TableId table) {
        return decisions.tenancy().isPresent()
                && !decisions.isTenantTable(table)
                && decisions.route(table).isEmpty();
    }

    private String way(Hop hop) {
        return decisions.isTenantTable(hop.parent())
                ? YamlScalar.of(hop.column())
                : "{ through: " + YamlScalar.of(hop.column()) + ", of: " + YamlScalar.of(schema.written(hop.parent()))
                        + " }";
    }

    /**
     * The reference to the tenant that the tenant column replaces, because it would have its name.
     *
     * @param names what a column would be called
     */
    Optional<String> mergedColumn(TableId table, UnaryOperator<String> names) {
        return decisions
                .route(table)
                .flatMap(route -> route.ways().stream()
                        .filter(hop -> decisions.isTenantTable(hop.parent()))
                        .map(Hop::column)
                        .filter(column -> names.apply(column)
                                .equals(decisions.tenancy().orElseThrow().column()))
                        .findFirst());
    }

    List<String> notes(TableId table) {
        if (decisions.tenancy().isEmpty()) {
            return List.of();
        }
        String tenants = schema.written(decisions.tenancy().get().table());
        if (decisions.isTenantTable(table)) {
            return List.of("The tenants.");
        }
        Optional<Route> route = decisions.route(table);
        if (route.isEmpty()) {
            return List.of("Global: no path of foreign keys leads to " + tenants + ".");
        }
        return notes(table, route.get(), tenants);
    }

    private List<String> notes(TableId table, Route route, String tenants) {
        List<String> notes = new ArrayList<>();
        if (route.paths().size() > 1) {
            notes.add("Paths to " + tenants + ": "
                    + route.paths().stream().map(this::path).collect(Collectors.joining("; "))
                    + (route.more() ? "; and more" : "") + ". Chosen: "
                    + route.ways().stream().map(Hop::column).collect(Collectors.joining(", else ")) + ".");
        }
        String nowhere = "decide: a row for which "
                + route.ways().stream().map(Hop::column).collect(Collectors.joining(" and "))
                + (route.ways().size() == 1 ? " leads" : " lead") + " to no tenant (NULL on the way) ";
        if (decisions.mayHaveNoTenant(table)) {
            notes.add(
                    nowhere + "is written without one, because of the null at the end, and row level security by tenant"
                            + " hides it. Without that null it waits in the quarantine.");
        } else if (route.mayLeadNowhere()) {
            notes.add(nowhere + "waits in the quarantine"
                    + decisions
                            .demandsTenant(table)
                            .map(by -> because(table, by))
                            .orElse("") + ".");
        }
        return notes;
    }

    private String because(TableId table, TableId by) {
        String column = ", because " + decisions.tenancy().orElseThrow().column() + " of " + names.of(by)
                + " is NOT NULL in the target";
        return table.equals(by) ? column : column + ", whose rows have their tenant through this table";
    }

    private String path(List<Hop> path) {
        return path.stream()
                .map(hop -> hop.column() + " -> " + schema.written(hop.parent()))
                .collect(Collectors.joining("."));
    }
}
