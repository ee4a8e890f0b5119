package io.crosswalk.transformer.expression.text;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The argument as a number in the form in which PostgreSQL writes a {@code numeric}; null when it is no finite decimal number. To be
 * used where the text itself is kept in another column.
 */
public record Numeric(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text ? DecimalText.canonical(text) : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
