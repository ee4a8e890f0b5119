package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The last argument when none is null, else null: for conditions. */
public record All(List<Expression> arguments) implements Expression {

    public All {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("all of nothing");
        }
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object last = null;
        boolean some = false;
        for (Expression argument : arguments) {
            last = argument.evaluate(legacy, binding);
            if (last == Row.ABSENT || last instanceof Refusal) {
                return last;
            }
            some = some || last == null;
        }
        return some ? null : last;
    }
}
