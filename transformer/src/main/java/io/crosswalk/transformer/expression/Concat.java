package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.Row;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The arguments one after the other. As in SQL's {@code ||}, one null makes the whole null. */
public record Concat(List<Expression> arguments) implements Expression {

    public Concat {
        arguments = List.copyOf(arguments);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        StringBuilder whole = new StringBuilder();
        for (Expression argument : arguments) {
            if (!(argument.evaluate(legacy, binding) instanceof String text)) {
                return firstUnusable(legacy, binding);
            }
            whole.append(text);
        }
        return whole.toString();
    }

    /** Unknown beats null: null could be wrong as soon as the unknown value is known to be refused. */
    private @Nullable Object firstUnusable(Row legacy, Binding binding) {
        for (Expression argument : arguments) {
            Object value = argument.evaluate(legacy, binding);
            if (value != null && !(value instanceof String)) {
                return value;
            }
        }
        return null;
    }
}
