package io.crosswalk.transformer.expression.json;

import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.text.Joining;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** A JSON array as text. Items are JSON strings and nulls; what {@link Expression#isJson is JSON} stands as it is. Never null. */
public record JsonList(List<Expression> items) implements Expression {

    public JsonList {
        items = List.copyOf(items);
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Joining json = new Joining().text("[");
        String separator = "";
        for (Expression item : items) {
            Object value = item.evaluate(legacy, binding);
            if (value == Row.ABSENT || value instanceof Refusal) {
                return value;
            }
            json.text(separator).value(value, JsonObject.quoting(item));
            separator = ",";
        }
        return json.text("]").whole();
    }

    @Override
    public List<Expression> arguments() {
        return items;
    }

    @Override
    public boolean isJson() {
        return true;
    }
}
