package io.crosswalk.transformer.expression;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.crosswalk.pipeline.Row;
import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object as text, with its members in order. Members are JSON strings and nulls; a {@link JsonLiteral} or an inner object
 * stands as it is. Never null.
 *
 * @param members name to value
 * @param compact leaves members out that are null
 */
public record JsonObject(Map<String, Expression> members, boolean compact) implements Expression {

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        StringBuilder json = new StringBuilder("{");
        for (Map.Entry<String, Expression> member : members.entrySet()) {
            Object value = member.getValue().evaluate(legacy, binding);
            if (value != null && !(value instanceof String)) {
                return value;
            }
            if (value == null && compact) {
                continue;
            }
            json.append(json.length() == 1 ? "" : ",");
            appendString(json, member.getKey());
            json.append(':');
            if (value == null || isJson(member.getValue())) {
                json.append(value);
            } else {
                appendString(json, (String) value);
            }
        }
        return json.append('}').toString();
    }

    @Override
    public List<Expression> arguments() {
        return List.copyOf(members.values());
    }

    private static boolean isJson(Expression member) {
        return member instanceof JsonLiteral || member instanceof JsonObject;
    }

    private static void appendString(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
