package io.crosswalk.transformer.expression.json;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;

import java.util.List;

/**
 * A number, true or false as a member of a {@link JsonObject}.
 *
 * @param json valid JSON
 */
public record JsonLiteral(String json) implements Expression {

    @Override
    public Object evaluate(Row legacy, Binding binding) {
        return json;
    }

    @Override
    public List<Expression> arguments() {
        return List.of();
    }

    @Override
    public boolean isJson() {
        return true;
    }
}
