package io.crosswalk.transformer.expression.text;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The argument without the white space around it. */
public record Trim(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text ? text.strip() : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
