package io.crosswalk.transformer.expression.json;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** A text that is JSON already: it stands in JSON without quotes. PostgreSQL's {@code t} and {@code f} are true and false. */
public record AsJson(Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        if (text.equals("t") || text.equals("f")) {
            return text.equals("t") ? "true" : "false";
        }
        return JsonScan.isJson(text) ? text : new Refusal("what is in " + String.join(", ", columns()) + " is no JSON");
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }

    @Override
    public boolean isJson() {
        return true;
    }
}
