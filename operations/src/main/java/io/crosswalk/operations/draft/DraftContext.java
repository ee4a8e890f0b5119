package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.operations.draft.naming.Nouns;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.operations.draft.table.Decisions;
import io.crosswalk.operations.draft.table.Decisions.Tenancy;
import io.crosswalk.operations.draft.table.UserCandidates;
import io.crosswalk.operations.draft.table.UserColumns;
import io.crosswalk.operations.draft.tenancy.ReferenceGraph;
import io.crosswalk.operations.draft.tenancy.Route;
import io.crosswalk.operations.draft.tenancy.RouteSearch;
import io.crosswalk.operations.draft.tenancy.TenantCandidates;
import io.crosswalk.operations.draft.tenancy.Tenantless;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.yaml.Nearest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A schema and what was decided about the whole of it before any table is looked at.
 *
 * @param general what somebody has to decide that concerns no single table
 */
record DraftContext(LegacySchema schema, References references, Decisions decisions, List<String> general) {

    private static final String DECIDE = "decide: ";

    /** A draft from nothing. */
    static DraftContext fresh(LegacySchema schema, DraftRequest request) {
        References references = new References(schema);
        ReferenceGraph graph = ReferenceGraph.of(schema, references);
        List<String> general = new ArrayList<>(schema.unseen());
        Optional<TableId> tenant = request.tenant().map(name -> named(schema, name, "--tenant"));
        Optional<TableId> users = request.users().map(name -> named(schema, name, "--users"));
        if (tenant.isPresent() && tenant.equals(users)) {
            throw new DraftRefusedException("--tenant and --users name the same table: a tenant is not a user");
        }
        Optional<UserColumns> columns = users.flatMap(
                table -> UserColumns.of(schema.table(table), request.match().orElse(null)));
        if (tenant.isEmpty()) {
            tenantCandidates(schema, graph, general);
        }
        if (users.isEmpty()) {
            userCandidates(schema, general);
        } else if (columns.isEmpty()) {
            general.add(
                    "decide: " + schema.written(users.get()) + " does not become accounts: it needs a key of one column"
                            + " and a text column with the e-mail address, named with --match.");
        }
        Optional<Tenancy> tenancy = tenant.map(table -> {
            String column = Nouns.singular(SnakeCase.of(table.name())) + "_id";
            SortedMap<TableId, Route> routes = RouteSearch.routes(graph, table, column);
            // A user's role in a tenant is a row of its own, which is there only when there is a tenant.
            Map<TableId, Boolean> settled = new HashMap<>();
            users.filter(it -> columns.isPresent()).ifPresent(it -> settled.put(it, false));
            return new Tenancy(table, column, routes, Tenantless.of(routes, settled));
        });
        return new DraftContext(
                schema,
                references,
                new Decisions(tenancy, users.filter(table -> columns.isPresent()), columns),
                general);
    }

    /** The same where the target takes no rows of these tables without a tenant. */
    DraftContext demandingTenants(Collection<TableId> strict) {
        return new DraftContext(schema, references, decisions.demandingTenants(strict), general);
    }

    List<String> decisionsToTake() {
        return general.stream()
                .filter(note -> note.startsWith(DECIDE))
                .map(note -> note.substring(DECIDE.length()))
                .toList();
    }

    private static TableId named(LegacySchema schema, String name, String option) {
        TableId table = schema.find(name).orElseThrow(() -> {
            String nearest = Nearest.suggest(
                    name, schema.tables().keySet().stream().map(schema::written).toList());
            return new DraftRefusedException(
                    option + ": there is no legacy table " + name + (nearest == null ? "" : " (" + nearest + ")"));
        });
        if (!schema.isMigrated(table)) {
            throw new DraftRefusedException(option + ": " + name + " cannot be migrated: "
                    + schema.leftBehind().get(table));
        }
        if (schema.soleKey(table).isEmpty()) {
            throw new DraftRefusedException(
                    option + ": the key of " + name + " has several columns, so no single one can refer to it");
        }
        return table;
    }

    private static void tenantCandidates(LegacySchema schema, ReferenceGraph graph, List<String> general) {
        List<TenantCandidates.Candidate> candidates = TenantCandidates.of(schema, graph);
        if (candidates.isEmpty()) {
            general.add("There are no tenants: no table is one that others lead to.");
            return;
        }
        general.add("decide: no tenant was named, so all tables are global. Many tables lead to: "
                + String.join(
                        ", ",
                        candidates.stream()
                                .map(candidate -> schema.written(candidate.table()) + " (" + candidate.tables() + ")")
                                .toList())
                + ". Draft again into a new file with --tenant "
                + schema.written(candidates.get(0).table()) + " if it is one of them.");
    }

    private static void userCandidates(LegacySchema schema, List<String> general) {
        UserCandidates.of(schema).stream()
                .findFirst()
                .ifPresent(candidate -> general.add("decide: " + schema.written(candidate.table())
                        + " looks like the table of the users. To make them accounts of Supabase Auth, draft again into"
                        + " a new file with --users " + schema.written(candidate.table()) + " --match "
                        + candidate.email() + "."));
    }
}
