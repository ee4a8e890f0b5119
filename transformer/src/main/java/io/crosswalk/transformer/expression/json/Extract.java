package io.crosswalk.transformer.expression.json;

import com.fasterxml.jackson.core.JsonToken;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * The value at one place of a JSON document: the text of a string, a number or a boolean, the JSON text of an object or array. Null
 * when there is none, or JSON's null. Where a name stands twice the last one counts, as PostgreSQL has it.
 *
 * @param path a {@link JsonPath#isSingle single} place
 * @param argument the document
 */
public record Extract(JsonPath path, Expression argument) implements Expression {

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        try (JsonScan scan = new JsonScan(text)) {
            return find(text, scan);
        } catch (IOException e) {
            return new Refusal("what is in " + String.join(", ", columns()) + " is no JSON");
        }
    }

    private @Nullable String find(String text, JsonScan scan) throws IOException {
        String found = null;
        for (JsonToken token = scan.next(); token != null; token = scan.next()) {
            if (token.isStructEnd() || !path.leadsTo(scan.around())) {
                continue;
            }
            int start = scan.start();
            if (token == JsonToken.VALUE_STRING) {
                found = scan.string();
            } else {
                scan.skipChildren();
                found = token == JsonToken.VALUE_NULL ? null : text.substring(start, scan.end());
            }
        }
        return found;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }
}
