package io.crosswalk.transformer.yaml;

import io.crosswalk.transformer.yaml.YamlNode.Kind;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value of a YAML file without its place in the file: two files that say the same have equal values, however they are laid out and
 * whatever their comments say. Immutable.
 */
public sealed interface PlainValue {

    /** A text, a number, a boolean or null. A quoted {@code "5"} is not the number 5. */
    record Scalar(Kind kind, String text) implements PlainValue {

        @Override
        public String canonical() {
            return kind + ":" + text.length() + ":" + text;
        }
    }

    /** A list. */
    record Items(List<PlainValue> values) implements PlainValue {

        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String canonical() {
            return values.stream().map(PlainValue::canonical).collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** A map, in the order of the file: the order of tables and columns means something. */
    record Entries(Map<String, PlainValue> values) implements PlainValue {

        public Entries {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String canonical() {
            return values.entrySet().stream()
                    .map(entry -> entry.getKey().length() + ":" + entry.getKey() + "="
                            + entry.getValue().canonical())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** A text that is the same for equal values, and for no others: what a digest is made of. */
    String canonical();

    /** The value of a node; it counts as asked for, with everything below it. */
    static PlainValue of(YamlNode node) {
        return switch (node.kind()) {
            case LIST -> new Items(node.items().stream().map(PlainValue::of).toList());
            case MAP -> {
                Map<String, PlainValue> values = new LinkedHashMap<>();
                node.entries().forEach((key, value) -> values.put(key, of(value)));
                yield new Entries(values);
            }
            case NULL, MISSING -> new Scalar(node.kind(), "");
            case TEXT, NUMBER, BOOLEAN -> new Scalar(node.kind(), node.text());
        };
    }
}
