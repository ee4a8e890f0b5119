package io.crosswalk.transformer.expression.cast;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The argument in the text form of another type. What is no value of that type refuses the row. */
public record Cast(Expression argument, Conversion conversion) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        String converted = conversion.convert(text);
        return converted != null
                ? converted
                : new Refusal("what is in " + String.join(", ", columns()) + " is no " + conversion.type());
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
