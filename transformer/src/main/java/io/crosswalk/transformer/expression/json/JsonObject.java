package io.crosswalk.transformer.expression.json;

import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.text.Joining;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object as text, with its members in order. Members are JSON strings and nulls; what {@link Expression#isJson is JSON} stands
 * as it is. Never null.
 *
 * @param members name to value
 * @param compact leaves members out that are null; a reference that turns out to lead nowhere is written as null all the same
 */
public record JsonObject(Map<String, Expression> members, boolean compact) implements Expression {

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Joining json = new Joining().text("{");
        String separator = "";
        for (Map.Entry<String, Expression> member : members.entrySet()) {
            Object value = member.getValue().evaluate(legacy, binding);
            if (value == Row.ABSENT || value instanceof Refusal) {
                return value;
            }
            if (value == null && compact) {
                continue;
            }
            json.text(separator).value(member.getKey(), Quoting.JSON_STRING).text(":");
            json.value(value, quoting(member.getValue()));
            separator = ",";
        }
        return json.text("}").whole();
    }

    @Override
    public List<Expression> arguments() {
        return List.copyOf(members.values());
    }

    @Override
    public boolean isJson() {
        return true;
    }

    static Quoting quoting(Expression expression) {
        return expression.isJson() ? Quoting.JSON : Quoting.JSON_STRING;
    }
}
