package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The argument when it is one of some texts, else null: the opposite of {@link NullIf}. */
public record Only(Set<String> texts, Expression argument) implements Expression {

    public Only {
        texts = Set.copyOf(texts);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text && !texts.contains(text) ? null : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
