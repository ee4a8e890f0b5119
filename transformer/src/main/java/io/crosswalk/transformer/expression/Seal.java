package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.text.Joining;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The argument as ciphertext that only the target application can open, and only in this row and column. */
public record Seal(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (Joining.isSymbolic(value)) {
            // Refused when the mapping is checked; written as it is, it would be a secret in the clear.
            return new Refusal("a value that is known only in the target cannot be sealed");
        }
        return value instanceof String text ? binding.seal(text, legacy) : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
