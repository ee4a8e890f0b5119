package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The argument, but null when it is one of some texts: placeholders that mean nothing. */
public record NullIf(Set<String> placeholders, Expression argument) implements Expression {

    public NullIf {
        placeholders = Set.copyOf(placeholders);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text && placeholders.contains(text) ? null : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
