package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.SourceTable;
import io.crosswalk.pipeline.TableId;
import io.crosswalk.pipeline.TargetTable.Inherited;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantRule.Through;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where in the target the tenant of a legacy row can be read, for the rows that refer to it. Immutable. */
public final class TenantPaths {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> sources;

    public TenantPaths(Mapping mapping, Map<TableId, SourceTable> sources) {
        this.mapping = mapping;
        this.sources = Map.copyOf(sources);
    }

    /**
     * The target that answers for the rows of a legacy table.
     *
     * @param key its one key column, the new id of the legacy row
     * @param tenantColumn its column that names the tenant
     */
    public record Parent(TableId source, TargetMapping target, String key, String tenantColumn) {}

    /** True for the table of the tenants: the tenant of its row is the row. */
    public boolean isTenantTable(TableId source) {
        return mapping.tenant().isPresent() && mapping.tenant().get().table().equals(source);
    }

    /**
     * The first target of a legacy table that names the tenant and has the new id as its key; one that every row has, if there is one,
     * because a row that does not exist answers nothing.
     */
    public Optional<Parent> parent(TableId source) {
        Optional<TableMapping> table = mapping.table(source);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        Optional<TargetMapping> unconditional = table.get().targets().stream()
                .filter(target -> target.condition().isEmpty() && answers(source, target))
                .findFirst();
        return unconditional
                .or(() -> table.get().targets().stream()
                        .filter(target -> answers(source, target))
                        .findFirst())
                .map(target -> new Parent(
                        source,
                        target,
                        target.key().names().get(0),
                        target.tenantColumn().orElseThrow()));
    }

    private boolean answers(TableId source, TargetMapping target) {
        return target.tenantColumn().isPresent()
                && target.idColumn(source)
                        .filter(column -> isWholeKey(source, column))
                        .isPresent();
    }

    private boolean isWholeKey(TableId source, String column) {
        SourceTable table = sources.get(source);
        return table != null && table.key().size() == 1 && table.key().contains(column);
    }

    /** All ways by which the tenant of a row of this table may be inherited. */
    public List<Through> throughs(TableMapping table) {
        return table.tenant().stream()
                .flatMap(rule -> rule.alternatives().stream())
                .filter(Through.class::isInstance)
                .map(Through.class::cast)
                .filter(through -> !isTenantTable(through.parent()))
                .toList();
    }

    /** The way by which the tenant of this table's rows is inherited: there is exactly one, and it leads through another table. */
    public Optional<Through> onlyPath(TableMapping table) {
        return table.tenant()
                .filter(rule -> rule.alternatives().size() == 1)
                .map(rule -> rule.alternatives().get(0))
                .filter(Through.class::isInstance)
                .map(Through.class::cast)
                .filter(through -> !isTenantTable(through.parent()));
    }

    /** How the tenant column of a target follows the parent's; empty when no column of the target refers to the parent. */
    public Optional<Inherited> inherited(TableMapping source, TargetMapping target, Through path) {
        boolean sole = onlyPath(source).isPresent();
        Optional<Parent> parent = parent(path.parent());
        Optional<String> column = target.tenantColumn();
        if (parent.isEmpty() || column.isEmpty()) {
            return Optional.empty();
        }
        Expression foreignKey = new Column(path.column());
        Optional<Inherited> byId = columnOf(target, new IdOf(foreignKey, path.parent()))
                .map(link ->
                        inherited(column.get(), link, parent.get(), parent.get().key(), sole));
        return byId.or(() -> byAccount(target, foreignKey, column.get(), parent.get(), sole));
    }

    private static Optional<Inherited> byAccount(
            TargetMapping target, Expression foreignKey, String column, Parent parent, boolean sole) {
        Optional<String> link = columnOf(target, new AccountOf(foreignKey));
        Optional<String> parentLink = parent.target()
                .idColumn(parent.source())
                .flatMap(id -> columnOf(parent.target(), new AccountOf(new Column(id))));
        return link.flatMap(own -> parentLink.map(its -> inherited(column, own, parent, its, sole)));
    }

    private static Inherited inherited(String column, String link, Parent parent, String parentLink, boolean sole) {
        return new Inherited(column, link, parent.target().table(), parentLink, parent.tenantColumn(), sole);
    }

    private static Optional<String> columnOf(TargetMapping target, Expression expression) {
        return target.columns().entrySet().stream()
                .filter(column -> column.getValue().equals(expression))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
