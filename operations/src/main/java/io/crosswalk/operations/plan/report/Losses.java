package io.crosswalk.operations.plan.report;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.expression.json.AsJson;
import io.crosswalk.transformer.expression.json.JsonList;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What cannot be computed back from the target, column by column. Pure. */
final class Losses {

    private final Mapping mapping;
    private final Catalog legacy;
    private final List<String> losses = new ArrayList<>();

    Losses(Mapping mapping, Catalog legacy) {
        this.mapping = mapping;
        this.legacy = legacy;
    }

    List<String> all() {
        for (CatalogTable table : legacy.tables().values().stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList()) {
            Optional<TableMapping> mapped = mapping.table(table.id());
            if (mapped.isEmpty() || mapped.get().skipped()) {
                losses.add(name(table.id()) + ": the whole table is left behind");
            } else {
                if (mapped.get().filter().isPresent()) {
                    losses.add(name(table.id()) + ": rows that its where leaves out");
                }
                table.storedColumns().forEach(column -> column(mapped.get(), column));
            }
        }
        return losses;
    }

    private String name(TableId table) {
        return mapping.space(table);
    }

    private void column(TableMapping table, String column) {
        if (table.dropped().contains(column)) {
            losses.add(name(table.source()) + "." + column + ": dropped");
            return;
        }
        Set<String> reasons = new LinkedHashSet<>();
        for (TargetMapping target : table.outputs()) {
            for (Expression expression : target.columns().values()) {
                if (expression.columns().contains(column)) {
                    Set<String> here = losses(target, expression, column);
                    if (here.isEmpty()) {
                        return;
                    }
                    reasons.addAll(here);
                }
            }
        }
        losses.add(name(table.source()) + "." + column + ": "
                + (reasons.isEmpty() ? "read for conditions or the tenant, and not kept" : String.join("; ", reasons)));
    }

    private static Set<String> losses(TargetMapping target, Expression expression, String column) {
        Set<String> reasons = new LinkedHashSet<>();
        loss(expression, column).ifPresent(reasons::add);
        if (expression.parts().anyMatch(Seal.class::isInstance)) {
            reasons.add("sealed, comes back with the keyset only");
        }
        // A row that is there when the column is not null tells by its absence that it was.
        boolean tells = target.condition()
                .map(condition -> condition.equals(new Column(column)))
                .orElse(true);
        if (!tells) {
            reasons.add("kept only in " + target.table() + ", which not every row has");
        }
        return reasons;
    }

    /** Why the column does not come back from this expression; empty when it does. */
    private static Optional<String> loss(Expression expression, String column) {
        if (expression instanceof Column
                || expression instanceof AccountOf
                || expression instanceof Seal
                || expression instanceof JsonObject
                || expression instanceof JsonList
                || expression instanceof AsJson
                || expression instanceof Required
                || expression instanceof Reference) {
            return expression.arguments().stream()
                    .filter(argument -> argument.columns().contains(column))
                    .findFirst()
                    .flatMap(argument -> loss(argument, column));
        }
        if (expression instanceof TenantOf tenant) {
            return tenant.rule().alternatives().size() == 1 && isOwn(tenant)
                    ? Optional.empty()
                    : Optional.of("the tenant has several ways, or is not this column's row");
        }
        if (expression instanceof ValueMap map) {
            return valueMap(map);
        }
        if (expression instanceof Lower) {
            return Optional.of("lower case");
        }
        if (expression instanceof Trim) {
            return Optional.of("trimmed");
        }
        if (expression instanceof Numeric) {
            return Optional.of("the number without the form it was written in, and nothing where it was no number");
        }
        if (expression instanceof NullIf || expression instanceof Only) {
            return Optional.of("some values became NULL");
        }
        return Optional.of(
                "cannot be computed back from " + expression.getClass().getSimpleName());
    }

    private static boolean isOwn(TenantOf tenant) {
        return tenant.rule().alternatives().get(0) instanceof Own;
    }

    private static Optional<String> valueMap(ValueMap map) {
        Collection<String> results = map.values().values();
        boolean injective = new HashSet<>(results).size() == results.size()
                && map.otherwise().isEmpty();
        return injective ? Optional.empty() : Optional.of("several values become one");
    }
}
