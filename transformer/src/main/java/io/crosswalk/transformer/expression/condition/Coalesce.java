package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The first argument that is not null; null when all are. */
public record Coalesce(List<Expression> arguments) implements Expression {

    public Coalesce {
        arguments = List.copyOf(arguments);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        for (Expression argument : arguments) {
            Object value = argument.evaluate(legacy, binding);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
