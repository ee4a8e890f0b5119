package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code true} when the argument is null, else null: for conditions. */
public record Not(Expression argument) implements Expression {

    private static final String TRUE = "true";

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (value == null) {
            return TRUE;
        }
        // Only a value can be stored out of line, never a null: of a column alone this much is known.
        boolean unknown = value == Row.ABSENT && !(argument instanceof Column);
        return unknown || value instanceof Refusal ? value : null;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
