package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.TenantRule.Alternative;
import io.crosswalk.transformer.expression.TenantRule.Always;
import io.crosswalk.transformer.expression.TenantRule.Through;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The tenant of the row by the tenant rule of its table: {@code $tenant}. A row without tenant is refused, unless the rule allows it. */
public record TenantOf(TenantRule rule) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object tenant = from(0, legacy, binding);
        if (tenant != null || rule.nullable()) {
            return tenant;
        }
        String columns = String.join(", ", columns());
        return new Refusal("no tenant: " + columns + (rule.alternatives().size() == 1 ? " is null" : " are all null"));
    }

    /** The tenant by the alternatives from a given one on; null when none of them leads anywhere. */
    private @Nullable Object from(int index, Row legacy, Binding binding) {
        if (index == rule.alternatives().size()) {
            return null;
        }
        Alternative alternative = rule.alternatives().get(index);
        if (alternative instanceof Always always) {
            return binding.tenant(always.legacyId(), legacy);
        }
        Object value = new Column(alternative.columns().iterator().next()).evaluate(legacy, binding);
        if (value == null) {
            return from(index + 1, legacy, binding);
        }
        if (!(value instanceof String legacyId)) {
            return value;
        }
        if (!(alternative instanceof Through through)) {
            return binding.tenant(legacyId, legacy);
        }
        Object otherwise = from(index + 1, legacy, binding);
        return otherwise == Row.ABSENT || otherwise instanceof Refusal
                ? otherwise
                : binding.tenantOf(
                        through.parent(),
                        legacyId,
                        otherwise,
                        rule.nullable() ? Absence.NULL_WHEN_THERE : Absence.QUARANTINE);
    }

    @Override
    public List<Expression> arguments() {
        return List.of();
    }

    @Override
    public Set<String> columns() {
        return rule.columns();
    }
}
