package io.crosswalk.operations.plan.derivation;

import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which columns of a target repeat which columns of its legacy table. */
record Images(TargetMapping target) {

    /** The column that holds the legacy column's value as it is. */
    Optional<String> copy(String legacy) {
        return column(expression -> isColumn(expression, legacy));
    }

    /** The column that differs where the legacy column differs, and only there: the value itself, or the new id that it names. */
    Optional<String> injective(String legacy) {
        return copy(legacy)
                .or(() -> column(expression -> isReference(expression)
                        && expression.arguments().size() == 1
                        && isColumn(expression.arguments().get(0), legacy)))
                .or(() -> column(expression -> expression instanceof TenantOf tenant
                        && tenant.rule().alternatives().size() == 1
                        && tenant.rule().alternatives().get(0) instanceof Own own
                        && own.column().equals(legacy)));
    }

    /** The column that is made of exactly this expression. */
    Optional<String> of(Expression expression) {
        return column(expression::equals);
    }

    private Optional<String> column(Predicate<Expression> made) {
        return target.columns().entrySet().stream()
                .filter(column -> made.test(column.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isColumn(Expression expression, String legacy) {
        return expression instanceof Column column && column.name().equals(legacy);
    }

    /** True for an expression that names one row of another table. */
    static boolean isReference(Expression expression) {
        return expression instanceof IdOf
                || expression instanceof AccountOf
                || expression instanceof CompositeId
                || expression instanceof PolymorphicId;
    }
}
