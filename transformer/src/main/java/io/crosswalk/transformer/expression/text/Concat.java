package io.crosswalk.transformer.expression.text;

import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The arguments one after the other. As in SQL's {@code ||}, one null makes the whole null. */
public record Concat(List<Expression> arguments) implements Expression {

    public Concat {
        arguments = List.copyOf(arguments);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Joining whole = new Joining();
        boolean some = false;
        for (Expression argument : arguments) {
            Object value = argument.evaluate(legacy, binding);
            // Unknown beats null: null could be wrong as soon as the unknown value is known to be refused.
            if (value == Row.ABSENT || value instanceof Refusal) {
                return value;
            }
            some = some || value == null;
            whole.value(value, Quoting.PLAIN);
        }
        return some ? null : whole.whole();
    }
}
