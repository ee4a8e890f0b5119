package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable.Inherited;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Own;
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

    /** Whether the tenant column of the target that answers for a legacy table may be null. */
    public boolean mayBeNull(TableId source) {
        return mapping.table(source)
                .flatMap(table -> parent(source).filter(parent -> mayBeNull(table, parent.target())))
                .isPresent();
    }

    /** Whether the tenant column of a target may be null. A row that exists while the column of its tenant is not null has one. */
    public static boolean mayBeNull(TableMapping table, TargetMapping target) {
        return table.tenant()
                .filter(TenantRule::nullable)
                .filter(rule -> target.condition()
                        .filter(condition -> condition instanceof Column column
                                && rule.alternatives().contains(new Own(column.name())))
                        .isEmpty())
                .isPresent();
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
        Optional<Parent> parent = parent(path.parent());
        Optional<String> column = target.tenantColumn();
        if (parent.isEmpty() || column.isEmpty()) {
            return Optional.empty();
        }
        boolean sole = onlyPath(source).isPresent();
        Follower follower = new Follower(
                column.get(), parent.get(), mayBeNull(path.parent()), sole, !sole && isPreferred(source, path));
        Expression foreignKey = new Column(path.column());
        return columnOf(target, new IdOf(foreignKey, path.parent()))
                .map(link -> follower.by(link, parent.get().key()))
                .or(() -> byAccount(target, foreignKey, follower));
    }

    /** Whether the way comes before every one that asks no other row. */
    private boolean isPreferred(TableMapping source, Through path) {
        List<Alternative> ways = source.tenant().orElseThrow().alternatives();
        return ways.subList(0, ways.indexOf(path)).stream()
                .allMatch(way -> way instanceof Through through && !isTenantTable(through.parent()));
    }

    private static Optional<Inherited> byAccount(TargetMapping target, Expression foreignKey, Follower follower) {
        Parent parent = follower.parent();
        Optional<String> parentLink = parent.target()
                .idColumn(parent.source())
                .flatMap(id -> columnOf(parent.target(), new AccountOf(new Column(id))));
        return columnOf(target, new AccountOf(foreignKey)).flatMap(own -> parentLink.map(its -> follower.by(own, its)));
    }

    /** A tenant column that repeats a parent's. */
    private record Follower(String column, Parent parent, boolean nullable, boolean sole, boolean preferred) {

        Inherited by(String link, String parentLink) {
            return new Inherited(
                    column,
                    link,
                    parent.target().table(),
                    parentLink,
                    parent.tenantColumn(),
                    nullable,
                    sole,
                    preferred);
        }
    }

    private static Optional<String> columnOf(TargetMapping target, Expression expression) {
        return target.columns().entrySet().stream()
                .filter(column -> column.getValue().equals(expression))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
