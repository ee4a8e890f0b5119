package io.crosswalk.transformer.expression;

import io.crosswalk.pipeline.row.Row;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The id of the account of a legacy user: decided once and kept in {@code crosswalk.id_mappings}, so it is a look-up.
 *
 * @param argument the legacy user's id
 */
public record AccountOf(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        return value instanceof String text ? binding.account(text) : value;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
