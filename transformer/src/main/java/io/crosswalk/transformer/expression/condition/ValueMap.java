package io.crosswalk.transformer.expression.condition;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The argument translated by a table of values.
 *
 * @param values old to new; a new value may be null
 * @param otherwise the value for all others; empty to refuse them
 * @param argument the old value; null stays null
 */
public record ValueMap(Map<String, @Nullable String> values, Optional<Constant> otherwise, Expression argument)
        implements Expression {

    public ValueMap {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        String mapped = values.get(text);
        if (mapped != null || values.containsKey(text)) {
            return mapped;
        }
        if (otherwise.isPresent()) {
            return otherwise.get().text();
        }
        // The value itself stays out of the reason: it is somebody's data.
        return new Refusal("the mapping has no value for what is in " + String.join(", ", columns()));
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
