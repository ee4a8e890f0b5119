package io.crosswalk.transformer.expression.json;

import com.fasterxml.jackson.core.JsonToken;
import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.expression.Binding;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.Reference;
import io.crosswalk.transformer.expression.text.Joining;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A JSON document with the legacy ids at some places replaced by new ones. Nothing else changes, not even a blank. An id is a string or
 * a number; what else stands there, but for null, refuses the row, because an id could hide in it.
 *
 * @param argument the document
 * @param tables which table's ids stand where; of several paths that lead to one place the first counts
 */
public record JsonIds(Expression argument, Map<JsonPath, TableId> tables) implements Reference {

    public JsonIds {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    @Override
    public @Nullable Object evaluate(Row legacy, Binding binding) {
        Object value = argument.evaluate(legacy, binding);
        if (!(value instanceof String text)) {
            return value;
        }
        try (JsonScan scan = new JsonScan(text)) {
            return rewrite(text, scan, (table, id) -> binding.reference(table, id, legacy));
        } catch (IOException e) {
            return new Refusal("what is in " + String.join(", ", columns()) + " is no JSON");
        }
    }

    /** The ids in a document; empty when it is none, or when it would refuse its row. */
    public Optional<List<String>> in(String text) {
        List<String> ids = new ArrayList<>();
        try (JsonScan scan = new JsonScan(text)) {
            Object whole = rewrite(text, scan, (table, id) -> {
                ids.add(id);
                return id;
            });
            return whole instanceof Refusal ? Optional.empty() : Optional.of(ids);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Object rewrite(String text, JsonScan scan, BiFunction<TableId, String, Object> replacing)
            throws IOException {
        Joining whole = new Joining();
        int copied = 0;
        for (JsonToken token = scan.next(); token != null; token = scan.next()) {
            Map.Entry<JsonPath, TableId> place =
                    token.isStructEnd() || token == JsonToken.VALUE_NULL ? null : place(scan);
            if (place == null) {
                continue;
            }
            int start = scan.start();
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                return new Refusal("what stands at " + place.getKey() + " is no id"
                        + (token == JsonToken.START_ARRAY ? " but a list: the path may lack [*]" : ""));
            }
            int end = scan.end();
            String id = token == JsonToken.VALUE_STRING ? scan.string() : text.substring(start, end);
            Object replacement = replacing.apply(place.getValue(), id);
            if (replacement instanceof Refusal) {
                return replacement;
            }
            whole.text(text, copied, start).value(replacement, Quoting.JSON_STRING);
            copied = end;
        }
        return whole.text(text, copied, text.length()).whole();
    }

    private Map.@Nullable Entry<JsonPath, TableId> place(JsonScan scan) {
        for (Map.Entry<JsonPath, TableId> candidate : tables.entrySet()) {
            if (candidate.getKey().leadsTo(scan.around())) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public List<Expression> arguments() {
        return List.of(argument);
    }

    @Override
    public boolean isJson() {
        return true;
    }

    @Override
    public Collection<TableId> legacyTables() {
        return tables.values();
    }

    @Override
    public boolean givesAccounts() {
        return true;
    }
}
