package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.operations.draft.merge.Addition;
import io.crosswalk.operations.draft.merge.Addition.NewColumns;
import io.crosswalk.operations.draft.merge.Addition.NewTable;
import io.crosswalk.operations.draft.merge.EditedFile;
import io.crosswalk.operations.draft.table.ColumnDraft;
import io.crosswalk.operations.draft.table.Decisions;
import io.crosswalk.operations.draft.table.Decisions.Tenancy;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TableDrafter;
import io.crosswalk.operations.draft.tenancy.ReferenceGraph;
import io.crosswalk.operations.draft.tenancy.Route;
import io.crosswalk.operations.draft.tenancy.RouteSearch;
import io.crosswalk.operations.draft.tenancy.Tenantless;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TenantPaths;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an edited file has settled, and what is new or gone since.
 *
 * @param newTables tables of the catalog that the file does not name
 * @param newColumns columns that the file neither uses nor drops, by table
 * @param gone what the file names and the catalog no longer has, a sentence each
 */
record EditedContext(
        EditedFile file,
        DraftContext context,
        List<TableId> newTables,
        Map<TableMapping, List<String>> newColumns,
        List<String> gone) {

    /** Additions, the new tables among them, and what cannot be added. */
    record News(List<Addition> additions, List<TableDraft> tables, List<String> messages) {}

    static EditedContext of(EditedFile file, LegacySchema catalog, DraftRequest request) {
        Mapping mapping = file.mapping();
        refuseOtherDecisions(mapping, request);
        LegacySchema schema = catalog.named(mapping.sourceSchema())
                .leaving(mapping.tables().stream()
                        .filter(TableMapping::skipped)
                        .collect(Collectors.toMap(TableMapping::source, table -> "the file skips it")));
        List<TableId> newTables = schema.tables().keySet().stream()
                .filter(table -> mapping.table(table).isEmpty())
                .toList();
        Map<TableMapping, List<String>> newColumns = new TreeMap<>(Comparator.comparing(TableMapping::source));
        List<String> gone = new ArrayList<>();
        mapping.tables().forEach(table -> compare(table, schema, mapping, newColumns, gone));
        return new EditedContext(file, context(mapping, schema), newTables, newColumns, gone);
    }

    private static void refuseOtherDecisions(Mapping mapping, DraftRequest request) {
        Optional<String> tenant = mapping.tenant().map(it -> mapping.space(it.table()));
        if (request.tenant().isPresent() && !request.tenant().equals(tenant)) {
            throw new DraftRefusedException("--tenant: the file says " + tenant.orElse("that there is none")
                    + "; leave the option out, or draft into a new file");
        }
        Optional<String> users = mapping.accounts().map(it -> mapping.space(it.table()));
        if (request.users().isPresent() && !request.users().equals(users)) {
            throw new DraftRefusedException("--users: the file says " + users.orElse("that there are none")
                    + "; leave the option out, or draft into a new file");
        }
    }

    private static void compare(
            TableMapping table,
            LegacySchema schema,
            Mapping mapping,
            Map<TableMapping, List<String>> newColumns,
            List<String> gone) {
        String name = mapping.space(table.source());
        if (!schema.tables().containsKey(table.source())) {
            gone.add("the legacy table " + name + " is gone: take it out of the file");
            return;
        }
        if (table.skipped()) {
            return;
        }
        List<String> stored = schema.table(table.source()).storedColumns();
        Set<String> used = EditedFile.usedColumns(table);
        List<String> added =
                stored.stream().filter(column -> !used.contains(column)).toList();
        if (!added.isEmpty()) {
            newColumns.put(table, added);
        }
        used.stream()
                .filter(column -> !stored.contains(column))
                .forEach(column ->
                        gone.add("the column " + column + " of " + name + " is gone: take it out of the file"));
    }

    private static DraftContext context(Mapping mapping, LegacySchema schema) {
        References references = new References(schema);
        TenantPaths paths = paths(mapping, schema);
        ReferenceGraph graph = ReferenceGraph.of(schema, references).without(withoutTenant(mapping, paths));
        Optional<Tenancy> tenancy = mapping.tenant().map(tenants -> {
            SortedMap<TableId, Route> routes = RouteSearch.routes(graph, tenants.table(), tenants.column());
            Map<TableId, Boolean> settled = mapping.tables().stream()
                    .map(TableMapping::source)
                    .collect(Collectors.toMap(Function.identity(), paths::mayBeNull));
            return new Tenancy(tenants.table(), tenants.column(), routes, Tenantless.of(routes, settled));
        });
        Decisions decisions = new Decisions(tenancy, mapping.accounts().map(Mapping.Accounts::table), Optional.empty());
        return new DraftContext(schema, references, decisions, List.of());
    }

    /** Tables of the file whose rows cannot be asked for their tenant, whatever foreign keys say. */
    private static Set<TableId> withoutTenant(Mapping mapping, TenantPaths paths) {
        return mapping.tables().stream()
                .map(TableMapping::source)
                .filter(table ->
                        !paths.isTenantTable(table) && paths.parent(table).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TenantPaths paths(Mapping mapping, LegacySchema schema) {
        return new TenantPaths(
                mapping,
                SelfCheck.sources(schema).stream().collect(Collectors.toMap(SourceTable::id, Function.identity())));
    }

    Collection<TableId> occupied() {
        return file.targets();
    }

    List<TableId> tablesWithNews() {
        List<TableId> tables = new ArrayList<>(newTables);
        newColumns.keySet().forEach(table -> tables.add(table.source()));
        return tables.stream().filter(context.schema()::isMigrated).toList();
    }

    News news(TableDrafter drafter) {
        List<Addition> additions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        newColumns.forEach((table, columns) -> {
            List<String> nameable = columns.stream()
                    .filter(column -> !column.isEmpty() && !column.startsWith("$"))
                    .toList();
            columns.stream()
                    .filter(column -> !nameable.contains(column))
                    .forEach(column -> messages.add("the column " + column + " of " + table.source()
                            + " cannot be named in a mapping: add it to drop"));
            List<Integer> targets = nameable.isEmpty() ? List.of() : file.targetsForColumns(table);
            if (!nameable.isEmpty() && targets.isEmpty()) {
                messages.add("new columns of " + file.key(table) + ", which is only folded into others: "
                        + String.join(", ", nameable) + "; use them there, or add them to drop");
            }
            if (!targets.isEmpty()) {
                Set<String> taken =
                        table.targets().get(targets.get(0)).columns().keySet();
                List<ColumnDraft> drafts = drafter.newColumns(table.source(), nameable, taken);
                targets.forEach(target -> additions.add(new NewColumns(file.key(table), target, drafts)));
                drafts.forEach(draft -> messages.add("new column " + file.key(table) + ": " + draft.name()));
            }
        });
        List<TableDraft> tables = newTables.stream().map(drafter::draft).toList();
        tables.forEach(table -> {
            additions.add(new NewTable(table));
            messages.add("new table " + table.name());
        });
        return new News(additions, tables, messages);
    }
}
