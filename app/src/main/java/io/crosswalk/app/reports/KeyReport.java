package io.crosswalk.app.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.keys.ConvertedKey;
import io.crosswalk.operations.keys.ConvertedKey.Direction;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Converted keys for people and programs. */
public final class KeyReport {

    private KeyReport() {}

    /** An array with one object for each key. */
    public static String json(List<ConvertedKey> keys) {
        ArrayNode root = JsonNodeFactory.instance.arrayNode();
        for (ConvertedKey key : keys) {
            ObjectNode node = root.addObject();
            node.put("given", key.given());
            node.put("direction", key.direction().name().toLowerCase(Locale.ROOT));
            node.put("result", key.result());
            node.put("method", key.method().name().toLowerCase(Locale.ROOT));
            node.put("table", key.table());
            node.put("recorded", key.recorded());
            ArrayNode notes = node.putArray("notes");
            key.notes().forEach(notes::add);
        }
        return root.toString();
    }

    /** How a key came about, in one line. */
    public static String explain(ConvertedKey key) {
        String direction = key.direction() == Direction.TO_NEW ? "new key" : "legacy key";
        String how = switch (key.method()) {
            case COMPUTED -> "computed, the same in every table";
            case KEPT -> "a legacy UUID is kept as it is";
            case NAMED -> "UUIDv5 in the migration's namespace";
            case RECORDED -> "from crosswalk.id_mappings";
        };
        return direction + of(key.table()) + ": " + how + recorded(key)
                + key.notes().stream().map(note -> "; " + note).collect(Collectors.joining());
    }

    private static String recorded(ConvertedKey key) {
        boolean worthSaying = Boolean.TRUE.equals(key.recorded()) && key.method() != ConvertedKey.Method.RECORDED;
        return worthSaying ? ", recorded in crosswalk.id_mappings" : "";
    }

    private static String of(@Nullable String table) {
        return table == null ? "" : " of " + table;
    }
}
