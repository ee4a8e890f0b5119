package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The value of a legacy column, as it is. */
public record Column(String name) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        int index = legacy.columns().indexOf(name);
        return index < 0 ? new Refusal("legacy column " + name + " is gone") : legacy.value(index);
    }

    @Override
    public List<Expression> arguments() {
        return List.of();
    }

    @Override
    public Set<String> columns() {
        return Set.of(name);
    }
}
