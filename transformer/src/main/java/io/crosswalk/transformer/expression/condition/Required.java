package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The argument; a row in which it is null is refused. */
public record Required(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value == null
                ? new Refusal("the mapping requires a value, and there is none in " + String.join(", ", columns()))
                : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
