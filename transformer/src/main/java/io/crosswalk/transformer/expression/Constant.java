package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Row;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The same text, or null, for every row. */
public record Constant(@Nullable String text) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        return text;
    }

    @Override
    public List<Expression> arguments() {
        return List.of();
    }
}
