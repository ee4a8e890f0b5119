package io.crosswalk.transformer.expression.text;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** The argument in lower case, by Unicode's rules and no locale's. */
public record Lower(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
