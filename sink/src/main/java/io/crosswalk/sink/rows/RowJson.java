package io.crosswalk.sink.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Target rows, look-ups and all, as JSON: how the quarantine keeps them. Columns that the mapping seals are sealed already. Safe for any
 * number of threads.
 */
public final class RowJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RowJson() {}

    /** The document of a row and the key it was named by. */
    public static String write(Key key, Row row) {
        ObjectNode document = MAPPER.createObjectNode();
        document.set("key", key(key));
        ArrayNode columns = document.putArray("columns");
        ArrayNode values = document.putArray("values");
        for (int i = 0; i < row.columns().size(); i++) {
            columns.add(row.columns().names().get(i));
            values.add(value(row.value(i)));
        }
        return document.toString();
    }

    private static ObjectNode key(Key key) {
        ObjectNode node = MAPPER.createObjectNode();
        for (int i = 0; i < key.size(); i++) {
            node.set(key.columns().names().get(i), value(key.value(i)));
        }
        return node;
    }

    private static JsonNode value(@Nullable Object value) {
        if (value == null) {
            return MAPPER.nullNode();
        }
        if (value instanceof String text) {
            return MAPPER.getNodeFactory().textNode(text);
        }
        ObjectNode node = MAPPER.createObjectNode();
        if (value instanceof Lookup lookup) {
            node.put("schema", lookup.table().schema());
            node.put("table", lookup.table().name());
            node.put("column", lookup.column());
            node.set("of", key(lookup.key()));
            node.set("otherwise", value(lookup.otherwise()));
            node.put("absence", lookup.absence().name());
        } else if (value instanceof Composite composite) {
            ArrayNode parts = node.putArray("parts");
            composite.parts().forEach(part -> parts.add(part(part)));
        } else if (value instanceof Refusal refusal) {
            node.put("refused", refusal.reason());
        } else {
            node.put("absent", true);
        }
        return node;
    }

    private static JsonNode part(Composite.Part part) {
        if (part instanceof Composite.Inset inset) {
            ObjectNode node = MAPPER.createObjectNode();
            node.put("quoting", inset.quoting().name());
            node.set("value", value(inset.value()));
            return node;
        }
        return MAPPER.getNodeFactory().textNode(((Composite.Text) part).text());
    }

    /** The key in a document. */
    public static Key readKey(String json) {
        return key(tree(json).get("key"));
    }

    /** The row in a document. */
    public static Row readRow(String json) {
        JsonNode document = tree(json);
        List<String> columns = new ArrayList<>();
        document.get("columns").forEach(column -> columns.add(column.asText()));
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(document.get("values").get(i));
        }
        return Row.of(Columns.of(columns), values);
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Its message quotes the document, which holds values.
            throw new IllegalStateException("a row in crosswalk.quarantine is not the JSON that was written there");
        }
    }

    private static Key key(JsonNode node) {
        List<String> columns = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        node.properties().forEach(field -> {
            columns.add(field.getKey());
            values.add(Objects.requireNonNull(value(field.getValue())));
        });
        return Key.of(Columns.of(columns), values.toArray());
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.has("absent")) {
            return Row.ABSENT;
        }
        if (node.has("parts")) {
            List<Composite.Part> parts = new ArrayList<>();
            node.get("parts").forEach(part -> parts.add(part(part)));
            return new Composite(parts);
        }
        if (node.has("refused")) {
            return new Refusal(node.get("refused").asText());
        }
        return new Lookup(
                new TableId(node.get("schema").asText(), node.get("table").asText()),
                node.get("column").asText(),
                key(node.get("of")),
                value(node.get("otherwise")),
                Lookup.Absence.valueOf(node.get("absence").asText()));
    }

    private static Composite.Part part(JsonNode node) {
        return node.isTextual()
                ? new Composite.Text(node.asText())
                : new Composite.Inset(
                        Objects.requireNonNull(value(node.get("value"))),
                        Composite.Quoting.valueOf(node.get("quoting").asText()));
    }
}
