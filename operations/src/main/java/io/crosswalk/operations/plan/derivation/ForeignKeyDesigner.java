package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.design.ColumnDesign;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.operations.plan.design.LateConstraint;
import io.crosswalk.operations.plan.design.Names;
import io.crosswalk.operations.plan.design.Notes;
import io.crosswalk.operations.plan.design.TableDesign;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.ForeignKey;
import io.crosswalk.postgres.structure.ForeignKeyActions;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.mapping.Mapping.Accounts;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;
import io.crosswalk.transformer.mapping.TargetMapping.Missing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Designs the foreign keys of the target. Each one stands for a foreign key of the legacy database, or for what the mapping itself
 * guarantees: the tenant of a row, and the account of a user's own rows.
 */
final class ForeignKeyDesigner {

    private final DesignInput input;
    private final Map<TableId, TableDesign> tables;
    private final Notes notes;
    private final TenantReferences tenants;
    private final Map<TableId, Names> names = new HashMap<>();
    private final List<ForeignKeyDesign> designed = new ArrayList<>();
    private final List<LateConstraint> late = new ArrayList<>();

    ForeignKeyDesigner(DesignInput input, Map<TableId, TableDesign> tables, Notes notes) {
        this.input = input;
        this.tables = tables;
        this.notes = notes;
        this.tenants = new TenantReferences(input);
    }

    List<ForeignKeyDesign> foreignKeys() {
        return designed;
    }

    /** Those that are not valid in the legacy database: rows may break them, so they wait for the cutover. */
    List<LateConstraint> late() {
        return late;
    }

    void design() {
        for (TableMapping table : input.mapped()) {
            List<TargetMapping> ours =
                    table.targets().stream().filter(DesignInput::isOurs).toList();
            for (TargetMapping target : ours) {
                for (ForeignKey key : input.legacyTable(table.source()).foreignKeys()) {
                    ofLegacy(table, target, key);
                }
                target.missing().forEach((column, policy) -> ofPolicy(target, column, policy));
                ofTenant(table, target);
                ofAccount(table, target);
            }
        }
    }

    private ForeignKeyActions actions(TableMapping table, ForeignKey key) {
        return input.legacy()
                .structure()
                .table(table.source())
                .actions()
                .getOrDefault(key.name(), new ForeignKeyActions("NO ACTION", "NO ACTION", false, "", true));
    }

    private void ofLegacy(TableMapping table, TargetMapping target, ForeignKey key) {
        Optional<Link> link = link(target, key);
        if (link.isEmpty()) {
            return;
        }
        ForeignKeyActions actions = actions(table, key);
        if (!actions.validated()) {
            Link found = link.get();
            late.add(new LateConstraint(
                    target.table(),
                    nameOf(target, found.columns()),
                    new ForeignKeyDesign(
                                            "",
                                            target.table(),
                                            found.columns(),
                                            found.referenced(),
                                            found.referencedColumns(),
                                            clauses(target, found.columns(), actions))
                                    .definition()
                            + " NOT VALID"));
            return;
        }
        add(target, link.get().columns(), link.get().referenced(), link.get().referencedColumns(), actions);
    }

    /** Columns here and there that express a legacy foreign key. */
    private record Link(List<String> columns, TableId referenced, List<String> referencedColumns) {}

    private Optional<Link> link(TargetMapping target, ForeignKey key) {
        Map<String, String> renamed = new HashMap<>();
        for (int i = 0; i < key.columns().size(); i++) {
            renamed.put(key.referencedColumns().get(i), key.columns().get(i));
        }
        Images images = new Images(target);
        for (TargetMapping parent : whole(key.referenced())) {
            for (List<String> unique : uniques(parent)) {
                List<String> columns = new ArrayList<>();
                for (String column : unique) {
                    Renaming.renamed(parent.expression(column), renamed)
                            .flatMap(images::of)
                            .ifPresent(columns::add);
                }
                if (columns.size() == unique.size()) {
                    return Optional.of(new Link(columns, parent.table(), unique));
                }
            }
        }
        return Optional.empty();
    }

    /** The targets that every row of a legacy table has. */
    private List<TargetMapping> whole(TableId parent) {
        return input.mapping().table(parent).stream()
                .filter(TableMapping::isWhole)
                .flatMap(table -> table.targets().stream()
                        .filter(target -> input.mapping().isAccountTable(target)
                                || !input.mapping().isAccountOwned(table, target)))
                .filter(target -> target.condition().isEmpty())
                .toList();
    }

    private List<List<String>> uniques(TargetMapping parent) {
        List<List<String>> uniques = new ArrayList<>();
        uniques.add(parent.key().names());
        Optional.ofNullable(tables.get(parent.table()))
                .ifPresent(table -> table.indexes().stream()
                        .filter(index -> index.unique()
                                && !index.columns().isEmpty()
                                && index.deferrable().isEmpty())
                        .forEach(index -> uniques.add(index.columns())));
        return uniques;
    }

    /** A reference whose parent is looked for, because the mapping says so, never dangles: it needs no twin in the legacy database. */
    private void ofPolicy(TargetMapping target, String column, Missing policy) {
        Expression expression = target.expression(column);
        if (policy == Missing.KEEP || target.key().contains(column)) {
            return;
        }
        Optional<TableMapping> parent = expression instanceof AccountOf
                ? input.mapping().accounts().flatMap(accounts -> input.mapping().table(accounts.table()))
                : expression instanceof IdOf || expression instanceof CompositeId
                        ? input.mapping()
                                .table(((Reference) expression)
                                        .legacyTables()
                                        .iterator()
                                        .next())
                        : Optional.empty();
        ForeignKeyActions actions =
                new ForeignKeyActions(policy == Missing.NULL ? "SET NULL" : "NO ACTION", "NO ACTION", false, "", true);
        parent.flatMap(table -> answering(table, expression))
                .ifPresent(
                        it -> add(target, List.of(column), it.table(), it.key().names(), actions));
    }

    private Optional<TargetMapping> answering(TableMapping parent, Expression reference) {
        return parent.targets().stream()
                .filter(target -> target.condition().isEmpty() && target.key().size() == 1)
                .filter(target -> reference instanceof AccountOf
                        ? input.mapping().isAccountTable(target)
                        : !target.idColumns(parent.source()).isEmpty()
                                && !input.mapping().isAccountOwned(parent, target))
                .findFirst();
    }

    private void ofTenant(TableMapping table, TargetMapping target) {
        Optional<String> column = target.tenantColumn();
        Optional<TargetMapping> tenant = tenants.table();
        if (column.isPresent() && tenant.isPresent() && tenants.isGuaranteed(table)) {
            add(
                    target,
                    List.of(column.get()),
                    tenant.get().table(),
                    tenant.get().key().names(),
                    tenants.legacyKey(table)
                            .map(key -> actions(table, key))
                            .orElse(new ForeignKeyActions("NO ACTION", "NO ACTION", false, "", true)));
        }
    }

    /** What a user becomes besides the account goes when the account goes: it was one legacy row. */
    private void ofAccount(TableMapping table, TargetMapping target) {
        Optional<Accounts> accounts =
                input.mapping().accounts().filter(it -> it.table().equals(table.source()));
        List<String> key = input.legacyTable(table.source()).primaryKey();
        if (accounts.isEmpty() || key.size() != 1 || input.mapping().isAccountTable(target)) {
            return;
        }
        Optional<String> accountKey = table.targets().stream()
                .filter(input.mapping()::isAccountTable)
                .map(it -> it.key().names().get(0))
                .findFirst();
        new Images(target)
                .of(new AccountOf(new Column(key.get(0))))
                .ifPresent(column -> accountKey.ifPresent(id -> add(
                        target,
                        List.of(column),
                        accounts.get().target(),
                        List.of(id),
                        new ForeignKeyActions("CASCADE", "NO ACTION", false, "", true))));
    }

    private void add(
            TargetMapping target,
            List<String> columns,
            TableId referenced,
            List<String> referencedColumns,
            ForeignKeyActions actions) {
        boolean known = designed.stream()
                .anyMatch(
                        it -> it.table().equals(target.table()) && it.columns().equals(columns));
        if (!known) {
            designed.add(new ForeignKeyDesign(
                    nameOf(target, columns),
                    target.table(),
                    columns,
                    referenced,
                    referencedColumns,
                    clauses(target, columns, actions)));
        }
    }

    private String nameOf(TargetMapping target, List<String> columns) {
        return names.computeIfAbsent(target.table(), id -> new Names())
                .choose(target.table().name(), columns, "fkey");
    }

    private String clauses(TargetMapping target, List<String> columns, ForeignKeyActions actions) {
        List<String> clauses = new ArrayList<>();
        if (actions.matchFull()) {
            clauses.add("MATCH FULL");
        }
        String onDelete = possible(target, columns, actions.onDelete());
        if (!onDelete.equals("NO ACTION")) {
            clauses.add("ON DELETE " + onDelete);
        }
        String onUpdate = possible(target, columns, actions.onUpdate());
        if (!onUpdate.equals("NO ACTION")) {
            clauses.add("ON UPDATE " + onUpdate);
        }
        if (!actions.deferrable().isEmpty()) {
            clauses.add(actions.deferrable());
        }
        return String.join(" ", clauses);
    }

    /** SET NULL fails on a column that is never null, and the legacy default may name no row here. */
    private String possible(TargetMapping target, List<String> columns, String action) {
        boolean neverNull = columns.stream()
                .anyMatch(column -> Optional.ofNullable(tables.get(target.table()))
                        .flatMap(table -> table.column(column))
                        .map(ColumnDesign::notNull)
                        .orElse(false));
        if (action.equals("SET DEFAULT") || action.equals("SET NULL") && neverNull) {
            notes.add(
                    target.table(),
                    "the foreign key on " + String.join(", ", columns) + " says " + action
                            + " in the legacy database, which is not possible here: it has NO ACTION");
            return "NO ACTION";
        }
        return action;
    }
}
